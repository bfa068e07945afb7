import type { Expect } from "../../state/suite/runner.js";
import type { QueueCapabilities, QueueUnderTest } from "../test-queue.js";

interface RowOptions {
  /** Default 4. */
  concurrency?: number;
  /** Without this capability the row is skipped. */
  needs?: keyof QueueCapabilities;
}

/** What one facet of the suite is written with: every test gets a fresh, empty queue that is not started. */
export interface Facet {
  test(
    title: string,
    body: (queue: QueueUnderTest, reopen: () => Promise<QueueUnderTest>) => Promise<void>,
    options?: RowOptions,
  ): void;
  expect: Expect;
}
