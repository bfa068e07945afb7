import type { Facet } from "./facet.js";
import { aMessage, aWorker, until } from "./worker.js";

/** Messages for later. */
export function delayFacet({ test, expect }: Facet): void {
  test("time: not before it, and then by itself", async (queue) => {
    const worker = aWorker();
    await queue.start(worker.consume);
    await queue.queue.send([aMessage("call:AC1", { delayMs: 3_000 })]);
    await queue.pass(2_000);
    expect(worker.keys).toEqual([]);
    await until(queue, () => worker.keys.length > 0);
    expect(worker.keys).toEqual(["call:AC1"]);
  });

  test("time: runs also while nobody works", async (queue) => {
    await queue.queue.send([aMessage("call:AC1", { delayMs: 1_000 })]);
    await queue.pass(1_500);
    const worker = aWorker();
    await queue.start(worker.consume);
    await until(queue, () => worker.keys.length > 0);
    expect(worker.keys).toEqual(["call:AC1"]);
  });

  test("others: a delayed key holds up none that is ready", async (queue) => {
    const worker = aWorker();
    await queue.start(worker.consume);
    await queue.queue.send([
      aMessage("call:later", { delayMs: 4_000, priority: "critical" }),
      aMessage("call:soon", { delayMs: 2_000, priority: "low" }),
      aMessage("call:now", { priority: "low" }),
    ]);
    await until(queue, () => worker.keys.length >= 3);
    expect(worker.keys).toEqual(["call:now", "call:soon", "call:later"]);
  });

  test("same key: one for now is not held back by one for later", async (queue) => {
    const worker = aWorker();
    await queue.start(worker.consume);
    await queue.queue.send([aMessage("call:AC1", { delayMs: 30_000 }), aMessage("call:AC1")]);
    await queue.pass(2_000);
    expect(worker.times("call:AC1")).toBe(1);
  });

  test("same key: one for later that comes during a run is not forgotten", async (queue) => {
    const worker = aWorker(async ({ key }) => {
      if (worker.keys.length === 1) await queue.queue.send([aMessage(key, { delayMs: 2_000 })]);
      return undefined;
    });
    await queue.start(worker.consume);
    await queue.queue.send([aMessage("call:AC1")]);
    await queue.pass(1_000);
    expect(worker.times("call:AC1")).toBe(1);
    await until(queue, () => worker.times("call:AC1") >= 2);
    expect(worker.times("call:AC1")).toBe(2);
  });
}
