import type { ActivityKey } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { aMessage, aWorker, until, withHeldWorker } from "./worker.js";

const keys = Array.from({ length: 10 }, (_, index): ActivityKey => `call:AC${index}`);

/** Messages that were sent together fare each on its own. */
export function batchFacet({ test, expect }: Facet): void {
  test("partial: those that fail come back, those that were done do not", async (queue) => {
    const [rejecting, waiting] = [new Set([keys[1], keys[4]]), new Set([keys[2], keys[9]])];
    const worker = aWorker(async ({ key }) => {
      if (worker.times(key) > 1) return undefined;
      if (rejecting.has(key)) throw new Error("This one fails.");
      return waiting.has(key) ? { retryAfterMs: 1_000 } : undefined;
    });
    await queue.start(worker.consume);
    await queue.queue.send(keys.map((key) => aMessage(key)));
    await until(queue, () => worker.keys.length >= 14);
    await queue.pass(5_000);
    expect(keys.map((key) => worker.times(key))).toEqual([1, 2, 2, 1, 2, 1, 1, 1, 1, 2]);
  });

  test("partial: one that never ends does not keep the others from being done", (queue) =>
    withHeldWorker(queue, async (worker) => {
      await queue.queue.send(keys.map((key) => aMessage(key)));
      await until(queue, () => {
        for (const key of worker.held) if (key !== keys[0]) worker.release(key);
        return worker.keys.length >= 10;
      });
      expect(new Set(worker.keys)).toEqual(new Set(keys));
    }));
}
