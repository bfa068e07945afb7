import { expect, onTestFinished, test } from "vitest";
import { openMemoryLoad } from "../src/memory-load.ts";

const STEP = 500;
/** Bytes a step, so 200 for a webhook: less than its key, its event and its record would take. */
const GROWTH = 100_000;

test("what the engine holds does not grow with what has gone through it", async () => {
  const load = await openMemoryLoad();
  onTestFinished(() => load.close());
  // Code is compiled and caches of fixed size are filled meanwhile.
  await load.deliver(STEP);
  const heaps: number[] = [];
  for (let step = 0; step < 4; step++) {
    await load.deliver(STEP);
    heaps.push(load.sample().heap);
  }
  const growth = heaps.slice(1).map((heap, step) => heap - heaps[step]!);
  expect(Math.min(...growth), `heap after each ${STEP} webhooks: ${heaps}`).toBeLessThan(GROWTH);
}, 60_000);
