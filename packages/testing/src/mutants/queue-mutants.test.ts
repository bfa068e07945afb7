import { expect, test } from "vitest";
import { createManualClock } from "../clock/manual-clock.js";
import { createMemoryQueue } from "../queue/memory-queue.js";
import { type QueueUnderTest, testQueue } from "../queue/test-queue.js";
import { type QueueMutant, queueMutants } from "./queue-mutants.js";
import { failingRows, rowsOf } from "./rows.js";

function rows(breaks: QueueMutant["breaks"]) {
  let newest: QueueUnderTest;
  return rowsOf((test) =>
    testQueue({
      test,
      expect,
      create({ concurrency }) {
        const clock = createManualClock();
        const good = createMemoryQueue({ clock, concurrency });
        const { send, start, stop } = { ...good, ...breaks(good) };
        newest = { queue: { send }, start, stop, pass: clock.advance };
        return newest;
      },
      reopen: () => newest,
      capabilities: { priority: true, exclusive: true, durable: true },
    }),
  );
}

test("a good queue passes every row", async () => {
  expect(await failingRows(rows(() => ({})))).toEqual([]);
});

for (const { name, caughtBy, breaks } of queueMutants) {
  test(`survives not: ${name} (${caughtBy})`, async () => {
    const there = rows(breaks).filter((row) => row.name.startsWith(caughtBy));
    expect(there).not.toEqual([]);
    expect(await failingRows(there, { first: true })).not.toEqual([]);
  });
}
