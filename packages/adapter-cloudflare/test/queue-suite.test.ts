import { createManualClock, type QueueUnderTest, testQueue } from "@openphone-notion/testing/suites";
import { expect, test } from "vitest";
import { adapterOn, platformQueue } from "./platform-queue.js";

let reopen: () => QueueUnderTest = () => open();

function open(): QueueUnderTest {
  const clock = createManualClock();
  const platform = platformQueue(clock);
  reopen = () => ({ ...adapterOn(platform, clock), pass: clock.advance });
  return reopen();
}

testQueue({
  test,
  expect,
  create: open,
  reopen: () => reopen(),
  // What is critical has a queue of its own; the platform orders nothing within one.
  capabilities: { priority: false, exclusive: true, durable: true },
});
