import { type QueueConsumer, silentLogger, systemClock } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createInProcessQueue } from "./in-process-queue.js";

const queueOf = (concurrency?: number) =>
  createInProcessQueue({ clock: systemClock, logger: silentLogger, ...(concurrency ? { concurrency } : {}) });

test("many messages for one key become one run, with the most urgent priority", async () => {
  const queue = queueOf();
  const seen: string[] = [];
  await queue.send([
    { key: "call:AC1", priority: "low", delayMs: 60_000 },
    { key: "call:AC1", priority: "standard", delayMs: 60_000 },
    { key: "call:AC1", priority: "critical" },
  ]);
  queue.start(async ({ key, priority }) => void seen.push(`${key} ${priority}`));
  await queue.idle();
  expect(seen).toEqual(["call:AC1 critical"]);
});

test("a message that arrives while its key is under way leads to one more run, never to a second at once", async () => {
  const queue = queueOf();
  let running = 0;
  let most = 0;
  let runs = 0;
  queue.start(async ({ key }) => {
    most = Math.max(most, ++running);
    if (runs++ === 0) {
      await queue.send([
        { key, priority: "standard" },
        { key, priority: "standard" },
      ]);
    }
    await Promise.resolve();
    running--;
  });
  await queue.send([{ key: "call:AC1", priority: "standard" }]);
  await queue.idle();
  expect({ runs, most }).toEqual({ runs: 2, most: 1 });
});

test("a waiting critical key goes first, and the reserved slots are its own", async () => {
  const queue = queueOf(3);
  const order: string[] = [];
  const gates: (() => void)[] = [];
  const consumer: QueueConsumer = async ({ key }) => {
    order.push(key);
    await new Promise<void>((resolve) => gates.push(resolve));
    return undefined;
  };
  await queue.send([
    { key: "call:low", priority: "low" },
    { key: "call:standard", priority: "standard" },
    { key: "message:critical", priority: "critical" },
  ]);
  queue.start(consumer);
  expect(order).toEqual(["message:critical"]);
  await queue.send([{ key: "message:critical-2", priority: "critical" }]);
  expect(order).toEqual(["message:critical", "message:critical-2"]);
  const idle = queue.idle();
  while (gates.length > 0) {
    gates.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await idle;
  expect(order.slice(2)).toEqual(["call:standard", "call:low"]);
});

test("a key is delivered again after the time its consumer asks for, and after a rejection", async () => {
  const delays: number[] = [];
  let now = 0;
  const timers: { at: number; callback: () => void }[] = [];
  const clock = {
    now: () => now,
    after(delayMs: number, callback: () => void) {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer) >>> 0, 1);
    },
  };
  const queue = createInProcessQueue({ clock, logger: silentLogger });
  queue.start(async () => {
    delays.push(now);
    if (delays.length === 1) return { retryAfterMs: 250 };
    if (delays.length === 2) throw new Error("store is down");
    return undefined;
  });
  await queue.send([{ key: "call:AC1", priority: "standard" }]);
  for (let turn = 0; turn < 20 && delays.length < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    const next = timers.sort((a, b) => a.at - b.at).shift();
    if (next) {
      now = next.at;
      next.callback();
    }
  }
  expect(delays).toEqual([0, 250, 1_250]);
});

test("stop waits for what is under way and delivers nothing more", async () => {
  const queue = queueOf();
  let ended = 0;
  let release = () => {};
  queue.start(async () => {
    await new Promise<void>((resolve) => (release = resolve));
    ended++;
    return undefined;
  });
  await queue.send([{ key: "call:AC1", priority: "standard" }]);
  const stopped = queue.stop();
  await queue.send([{ key: "call:AC2", priority: "standard" }]);
  expect(ended).toBe(0);
  release();
  await stopped;
  expect(ended).toBe(1);
});

test("a key that is named again keeps its place in the line", async () => {
  const queue = queueOf(3);
  const order: string[] = [];
  const messages = ["call:1", "call:2", "call:3"].map((key) => ({
    key: key as `call:${string}`,
    priority: "low" as const,
  }));
  await queue.send(messages);
  await queue.send([messages[0]!, messages[1]!]);
  queue.start(async ({ key }) => void order.push(key));
  await queue.idle();
  expect(order).toEqual(["call:1", "call:2", "call:3"]);
});
