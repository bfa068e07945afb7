import type { Facet } from "./facet.js";
import { aMessage, aWorker, until } from "./worker.js";

/** What a consumer answers, and what becomes of it. */
export function retryFacet({ test, expect }: Facet): void {
  test("done: what was answered with nothing does not come back", async (queue) => {
    const worker = aWorker();
    await queue.start(worker.consume);
    await queue.queue.send([aMessage("call:AC1")]);
    await queue.pass(10_000);
    expect(worker.keys).toEqual(["call:AC1"]);
  });

  test("retryAfterMs: comes back with its priority, not before that time", async (queue) => {
    const worker = aWorker(async () => (worker.keys.length === 1 ? { retryAfterMs: 3_000 } : undefined));
    await queue.start(worker.consume);
    await queue.queue.send([aMessage("call:AC1", { priority: "low" })]);
    await queue.pass(2_000);
    expect(worker.keys).toEqual(["call:AC1"]);
    await until(queue, () => worker.keys.length > 1);
    expect(worker.messages.map(({ priority }) => priority)).toEqual(["low", "low"]);
    await queue.pass(10_000);
    expect(worker.keys.length).toBe(2);
  });

  test("retryAfterMs: of 0 is a wish too", async (queue) => {
    const worker = aWorker(async () => (worker.keys.length === 1 ? { retryAfterMs: 0 } : undefined));
    await queue.start(worker.consume);
    await queue.queue.send([aMessage("call:AC1")]);
    await until(queue, () => worker.keys.length > 1);
    expect(worker.keys.length).toBe(2);
  });

  test("retryAfterMs: is granted as often as it is asked for", async (queue) => {
    const worker = aWorker(async () => (worker.keys.length < 8 ? { retryAfterMs: 1_000 } : undefined));
    await queue.start(worker.consume);
    await queue.queue.send([aMessage("call:AC1")]);
    await until(queue, () => worker.keys.length >= 8);
    expect(worker.keys.length).toBe(8);
  });

  test("retryAfterMs: a new message for the key need not wait for it", async (queue) => {
    const worker = aWorker(async () => (worker.keys.length === 1 ? { retryAfterMs: 50_000 } : undefined));
    await queue.start(worker.consume);
    await queue.queue.send([aMessage("call:AC1")]);
    await until(queue, () => worker.keys.length === 1);
    await queue.queue.send([aMessage("call:AC1")]);
    await queue.pass(2_000);
    expect(worker.keys.length).toBe(2);
  });

  for (const [name, reject] of [
    ["rejects", () => Promise.reject(new Error("The store is down."))],
    ["rejects with no error", () => Promise.reject(undefined)],
    [
      "throws at once",
      () => {
        throw new Error("The store is down.");
      },
    ],
  ] as const) {
    test(`rejected: a consumer that ${name} gets the key again, and others meanwhile`, async (queue) => {
      const worker = aWorker((message) =>
        message.key === "call:bad" && worker.times("call:bad") === 1 ? reject() : Promise.resolve(undefined),
      );
      await queue.start(worker.consume);
      await queue.queue.send([aMessage("call:bad"), aMessage("call:good")]);
      await until(queue, () => worker.times("call:bad") >= 2 && worker.times("call:good") >= 1);
      expect({ bad: worker.times("call:bad"), good: worker.times("call:good") }).toEqual({ bad: 2, good: 1 });
    });
  }

  test("rejected: over and over, it comes back every time, but not in a rush", async (queue) => {
    const worker = aWorker(() => Promise.reject(new Error("The store is down.")));
    await queue.start(worker.consume);
    await queue.queue.send([aMessage("call:bad")]);
    await until(queue, () => worker.keys.length >= 3);
    expect(worker.keys.length >= 3).toBe(true);
    const before = worker.keys.length;
    await queue.pass(1_000);
    expect(worker.keys.length - before <= 10).toBe(true);
  });
}
