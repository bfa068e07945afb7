/** Each value once, in the order first seen, without `undefined`. */
export const distinct = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];
