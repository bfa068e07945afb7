import type { StateStore } from "@openphone-notion/core";
import type { Expect } from "./runner.js";

/** What one facet of the suite is written with: every test gets a fresh, empty store. */
export interface Facet {
  test(title: string, body: (store: StateStore) => Promise<void>): void;
  /** For what only a store that can be opened again can show; `reopen` opens the same data once more. */
  reopening(
    title: string,
    body: (store: StateStore, reopen: () => Promise<StateStore>) => Promise<void>,
  ): void;
  expect: Expect;
}
