import { expect, test } from "vitest";
import { createManualClock } from "../clock/manual-clock.js";
import { createMemoryQueue } from "./memory-queue.js";
import { type QueueUnderTest, testQueue } from "./test-queue.js";

let newest: QueueUnderTest;

testQueue({
  test,
  expect,
  create({ concurrency }) {
    const clock = createManualClock();
    const queue = createMemoryQueue({ clock, concurrency });
    newest = { queue, start: queue.start, stop: queue.stop, pass: clock.advance };
    return newest;
  },
  // It outlives its users as long as this process does.
  reopen: () => newest,
  capabilities: { priority: true, exclusive: true, durable: true },
});
