import type { StateStore } from "@openphone-notion/core";

/** The little that the suite needs of a test runner's `expect`. */
export type Expect = (actual: unknown) => {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
};

/** What one facet of the suite is written with: every test gets a fresh, empty store. */
export interface Facet {
  test(title: string, body: (store: StateStore) => Promise<void>): void;
  expect: Expect;
}
