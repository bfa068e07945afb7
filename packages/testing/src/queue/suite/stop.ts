import type { Facet } from "./facet.js";
import { aMessage, aWorker, until, withHeldWorker } from "./worker.js";

/** An orderly end. */
export function stopFacet({ test, expect }: Facet): void {
  test("drain: waits for what is under way", (queue) =>
    withHeldWorker(queue, async (worker) => {
      await queue.queue.send([aMessage("call:AC1"), aMessage("call:AC2")]);
      await until(queue, () => worker.held.length === 2);
      let isStopped = false;
      const stopped = queue.stop().then(() => {
        isStopped = true;
      });
      worker.release("call:AC1");
      await queue.pass(1_000);
      expect(isStopped).toBe(false);
      worker.release();
      await stopped;
    }));

  test("afterwards: nothing is delivered, whether it waited, was delayed, failed or was sent later", async (queue) => {
    const worker = aWorker(async ({ key }) => {
      if (key === "call:bad") throw new Error("The store is down.");
      return { retryAfterMs: 1_000 };
    });
    await queue.start(worker.consume);
    await queue.queue.send([
      aMessage("call:AC1"),
      aMessage("call:bad"),
      aMessage("call:later", { delayMs: 3_000 }),
    ]);
    await until(queue, () => worker.keys.length >= 2);
    await queue.stop();
    const before = worker.keys.length;
    await queue.queue.send([aMessage("call:AC3")]).catch(() => {});
    await queue.pass(10_000);
    expect(worker.keys.length).toBe(before);
  });

  test("twice: stopping again, or before any start, is no error", async (queue) => {
    await queue.stop();
    await queue.stop();
  });
}
