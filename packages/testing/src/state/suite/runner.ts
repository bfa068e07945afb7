/** The little that a suite needs of a test runner's `test`; Vitest, Jest and node:test have it. */
export interface TestFunction {
  (name: string, body: () => Promise<void>): unknown;
  /** Registers a test without running it; its name says why. */
  skip(name: string, body: () => Promise<void>): unknown;
}

/** The little that a suite needs of a test runner's `expect`. */
export type Expect = (actual: unknown) => {
  toBe(expected: unknown): unknown;
  /** As Jest and Vitest define it. */
  toEqual(expected: unknown): unknown;
};
