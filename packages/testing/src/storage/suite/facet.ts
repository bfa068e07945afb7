import type { Storage } from "@openphone-notion/core";

/** The little that the suite needs of a test runner's `expect`. */
export type Expect = (actual: unknown) => {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
};

/** What one facet of the suite is written with: every test gets a fresh, empty storage. */
export interface Facet {
  test(title: string, body: (storage: Storage) => Promise<void>): void;
  expect: Expect;
}

/** What `work` rejects with, or `undefined` when it does not. */
export const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error ?? new Error("Rejected with nothing."),
  );
