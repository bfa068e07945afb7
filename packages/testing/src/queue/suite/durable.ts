import type { Facet } from "./facet.js";
import { aMessage, aWorker, until } from "./worker.js";

/** What outlives the process. */
export function durableFacet({ test, expect }: Facet): void {
  const options = { needs: "durable" } as const;

  test(
    "restart: what waited, now or for later, is delivered by the next process",
    async (queue, reopen) => {
      await queue.queue.send([aMessage("call:AC1"), aMessage("call:AC2", { delayMs: 2_000 })]);
      await queue.stop();
      const next = await reopen();
      const worker = aWorker();
      await next.start(worker.consume);
      await until(next, () => worker.keys.length >= 2);
      expect(worker.keys).toEqual(["call:AC1", "call:AC2"]);
    },
    options,
  );

  test(
    "restart: what failed right before is delivered by the next process",
    async (queue, reopen) => {
      const failing = aWorker(() => Promise.reject(new Error("The store is down.")));
      await queue.start(failing.consume);
      await queue.queue.send([aMessage("call:AC1")]);
      await until(queue, () => failing.keys.length > 0);
      await queue.stop();
      const next = await reopen();
      const worker = aWorker();
      await next.start(worker.consume);
      await until(next, () => worker.keys.length > 0);
      expect(worker.keys).toEqual(["call:AC1"]);
    },
    options,
  );
}
