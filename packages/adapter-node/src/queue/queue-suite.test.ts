import { silentLogger } from "@openphone-notion/core";
import { createManualClock, testQueue } from "@openphone-notion/testing";
import { expect, test } from "vitest";
import { createInProcessQueue } from "./in-process-queue.js";

testQueue({
  test,
  expect,
  create({ concurrency }) {
    const clock = createManualClock();
    const queue = createInProcessQueue({ clock, logger: silentLogger, concurrency });
    return { queue, start: queue.start, stop: queue.stop, pass: clock.advance };
  },
  // The state store knows what is due.
  capabilities: { priority: true, exclusive: true, durable: false },
});
