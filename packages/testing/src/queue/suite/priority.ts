import type { ActivityKey } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { aMessage, aWorker, until, withHeldWorker } from "./worker.js";

/** What is urgent goes first. */
export function priorityFacet({ test, expect }: Facet): void {
  const options = { concurrency: 1, needs: "priority" } as const;

  test(
    "order: a waiting critical key goes before all others, a low one after them",
    async (queue) => {
      await queue.queue.send([
        aMessage("call:low", { priority: "low" }),
        aMessage("call:standard"),
        aMessage("message:critical", { priority: "critical" }),
      ]);
      const worker = aWorker();
      await queue.start(worker.consume);
      await until(queue, () => worker.keys.length >= 3);
      expect(worker.keys).toEqual(["message:critical", "call:standard", "call:low"]);
    },
    options,
  );

  test(
    "overtaking: one that comes last goes next, past a long line",
    (queue) =>
      withHeldWorker(queue, async (worker) => {
        const line = Array.from({ length: 30 }, (_, index): ActivityKey => `call:AC${index}`);
        await queue.queue.send(line.map((key) => aMessage(key)));
        await until(queue, () => worker.held.length > 0);
        await queue.queue.send([aMessage("message:critical", { priority: "critical" })]);
        await queue.pass(200);
        const before = worker.keys.length;
        worker.release();
        await until(queue, () => worker.keys.length > before);
        expect(worker.keys[before]).toBe("message:critical");
        await until(queue, () => {
          worker.release();
          return worker.keys.length > line.length;
        });
        expect(new Set(worker.keys).size).toBe(31);
      }),
    options,
  );

  test(
    "upgrade: a key that waits becomes as urgent as its most urgent message",
    async (queue) => {
      await queue.queue.send([aMessage("call:other"), aMessage("call:AC1", { priority: "low" })]);
      await queue.queue.send([aMessage("call:AC1", { priority: "critical" })]);
      const worker = aWorker();
      await queue.start(worker.consume);
      await until(queue, () => worker.keys.includes("call:other"));
      expect(worker.keys[0]).toBe("call:AC1");
    },
    options,
  );
}
