import type { Storage } from "@openphone-notion/core";
import type { Expect } from "../../state/suite/runner.js";

/** What one facet of the suite is written with: every test gets a fresh, empty storage. */
export interface Facet {
  test(title: string, body: (storage: Storage) => Promise<void>): void;
  /** For what only a storage that can be opened again can show; `reopen` opens the same files once more. */
  reopening(title: string, body: (storage: Storage, reopen: () => Promise<Storage>) => Promise<void>): void;
  expect: Expect;
}

/** What `work` rejects with, or `undefined` when it does not. */
export const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error ?? new Error("Rejected with nothing."),
  );
