import type { ActivityKey } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { aMessage, aWorker, until, withHeldWorker } from "./worker.js";

/** At least once. */
export function deliveryFacet({ test, expect }: Facet): void {
  test("before start: what was sent waits for the worker", async (queue) => {
    await queue.queue.send([aMessage("call:AC1"), aMessage("message:AC2", { priority: "critical" })]);
    const worker = aWorker();
    await queue.start(worker.consume);
    await until(queue, () => worker.keys.length >= 2);
    expect(new Set(worker.keys)).toEqual(new Set(["call:AC1", "message:AC2"]));
  });

  test("message: has key and priority as they were sent", async (queue) => {
    const worker = aWorker();
    await queue.start(worker.consume);
    const sent = (["critical", "standard", "low"] as const).map((priority) =>
      aMessage(`mail:<1@example.com>:${priority}`, { priority }),
    );
    await queue.queue.send(sent);
    await until(queue, () => worker.keys.length >= 3);
    for (const { key, priority } of sent) {
      const found = worker.messages.find((message) => message.key === key);
      expect({ key: found?.key, priority: found?.priority }).toEqual({ key, priority });
    }
  });

  test("many: 250 keys of one call are all delivered", async (queue) => {
    const worker = aWorker();
    await queue.start(worker.consume);
    const keys = Array.from({ length: 250 }, (_, index): ActivityKey => `call:AC${index}`);
    await queue.queue.send(keys.map((key) => aMessage(key)));
    await until(queue, () => new Set(worker.keys).size === 250);
    expect(new Set(worker.keys)).toEqual(new Set(keys));
    await queue.queue.send([]);
  });

  test("again: a key that was done is delivered when it is sent again", async (queue) => {
    const worker = aWorker();
    await queue.start(worker.consume);
    for (const times of [1, 2, 3]) {
      await queue.queue.send([aMessage("call:AC1")]);
      await until(queue, () => worker.times("call:AC1") >= times);
      expect(worker.times("call:AC1")).toBe(times);
    }
  });

  test("meanwhile: a key that is sent while it is worked on is delivered once more afterwards", (queue) =>
    withHeldWorker(queue, async (worker) => {
      await queue.queue.send([aMessage("call:AC1")]);
      await until(queue, () => worker.held.length === 1);
      await queue.queue.send([aMessage("call:AC1")]);
      await queue.pass(200);
      worker.release();
      await until(queue, () => worker.times("call:AC1") >= 2);
      expect(worker.times("call:AC1")).toBe(2);
    }));

  test("parallel: a run that takes long holds up no other key", (queue) =>
    withHeldWorker(queue, async (worker) => {
      await queue.queue.send([aMessage("call:slow")]);
      await until(queue, () => worker.held.length === 1);
      await queue.queue.send([aMessage("call:AC2")]);
      await until(queue, () => worker.keys.length >= 2);
      expect(worker.keys).toEqual(["call:slow", "call:AC2"]);
    }));
}
