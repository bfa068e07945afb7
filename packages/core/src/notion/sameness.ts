/** Whether two values say the same; `undefined` when it cannot be told. */
export type Sameness = boolean | undefined;
