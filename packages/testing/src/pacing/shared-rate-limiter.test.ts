import {
  createSharedRateLimiter,
  type Priority,
  type RateLimiter,
  type SharedNote,
  sleep,
} from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { createSwiftClock } from "../history/swift-clock.js";
import { seededRandom } from "../payloads/seeded-random.js";
import { createMemoryNote } from "./memory-note.js";

const BUDGET = { requests: 50, perMs: 10_000 };
const TASK_LIFE_MS = 5_000;

function setUp(processes: number) {
  const clock = createSwiftClock();
  const note = createMemoryNote();
  const limiters = Array.from({ length: processes }, (_, index) =>
    createSharedRateLimiter({
      ...BUDGET,
      note,
      taskLifeMs: TASK_LIFE_MS,
      owner: `process-${index}`,
      clock,
    }),
  );
  const started: { name: string; at: number }[] = [];
  const run = (limiter: RateLimiter | undefined, name: string, priority: Priority = "low", takesMs = 100) =>
    limiter!.schedule(priority, async () => {
      started.push({ name, at: clock.now() });
      await sleep(clock, takesMs);
    });
  const from = clock.now();
  const startOf = (name: string) => started.find((start) => start.name === name)!.at - from;
  return { clock, note, limiters, started, run, startOf };
}

describe("limiters of several processes", () => {
  test("start no more than the window holds in any span of it, and leave little of it unused", async () => {
    const { clock, limiters, started, run } = setUp(3);
    const random = seededRandom(3);
    for (const [index, limiter] of limiters.entries()) {
      for (let task = 0; task < 200; task++) void run(limiter, `${index}-${task}`, "low", 500 * random());
    }
    await clock.advance(6 * BUDGET.perMs);
    const times = started.map(({ at }) => at);
    for (const [index, at] of times.entries()) {
      const earlier = times[index - BUDGET.requests];
      if (earlier !== undefined) expect(at - earlier).toBeGreaterThanOrEqual(BUDGET.perMs);
    }
    expect(times.length).toBeGreaterThan(0.9 * 6 * BUDGET.requests);
    const shares = limiters.map(
      (_, index) => started.filter(({ name }) => name.startsWith(`${index}-`)).length,
    );
    expect(Math.min(...shares)).toBeGreaterThan(0.2 * times.length);
  });

  test("let what is critical in one go before what waits in all of them", async () => {
    const { clock, limiters, run, startOf } = setUp(2);
    for (let task = 0; task < 100; task++) {
      void run(limiters[0], `batch-${task}`);
      void run(limiters[1], `other-${task}`);
    }
    await clock.advance(5_000);
    void run(limiters[1], "call", "standard");
    void run(limiters[1], "message", "critical");
    await clock.advance(20_000);
    expect(startOf("message")).toBe(5_000);
    expect(startOf("call")).toBeLessThan(11_000);
  });

  test("pause all of them when one is told to", async () => {
    const { clock, limiters, started, run } = setUp(2);
    limiters[0]!.pause(clock.now() + 30_000);
    void run(limiters[0], "one", "critical");
    void run(limiters[1], "two", "critical");
    await clock.advance(29_999);
    expect(started).toEqual([]);
    await clock.advance(1);
    expect(started).toHaveLength(2);
  });

  test("pause for ten minutes at the longest, so that a clock that was ahead holds nobody for hours", async () => {
    const { clock, note, run, started, limiters } = setUp(1);
    let aheadMs = 5 * 3_600_000;
    const unsure = { ...clock, now: () => clock.now() + aheadMs };
    const before = createSharedRateLimiter({
      ...{ ...BUDGET, note, taskLifeMs: TASK_LIFE_MS, owner: "before", clock: unsure },
    });
    before.pause(unsure.now() + 30_000);
    await clock.advance(0);
    aheadMs = 0;
    void run(before, "the same process");
    void run(limiters[0], "another");
    await clock.advance(599_000);
    expect(started).toEqual([]);
    await clock.advance(10_000);
    expect(started.map(({ name }) => name).sort()).toEqual(["another", "the same process"]);
  });

  test("hold back what had a permit when the pause began", async () => {
    const { clock, limiters, startOf, run } = setUp(1);
    void run(limiters[0], "one");
    limiters[0]!.pause(clock.now() + 7_000);
    await clock.advance(8_000);
    expect(startOf("one")).toBe(7_000);
  });

  test("get back what a process held that died", async () => {
    const { clock, note, limiters, started, run } = setUp(1);
    const dead = createSharedRateLimiter({ ...BUDGET, note, taskLifeMs: TASK_LIFE_MS, owner: "dead", clock });
    for (let task = 0; task < BUDGET.requests; task++) {
      void dead.schedule("critical", () => new Promise(() => {}));
    }
    await clock.advance(0);
    void run(limiters[0], "one");
    await clock.advance(TASK_LIFE_MS + BUDGET.perMs - 1);
    expect(started).toEqual([]);
    await clock.advance(BUDGET.perMs / BUDGET.requests);
    expect(started).toHaveLength(1);
  });

  test("hand on a task's error, and the note's when it fails, and go on", async () => {
    const { clock, note } = setUp(0);
    let isBroken = false;
    const breaking: SharedNote = {
      ...note,
      async read() {
        if (isBroken) throw new Error("disk");
        return note.read();
      },
    };
    const limiter = createSharedRateLimiter({
      ...{ ...BUDGET, note: breaking, taskLifeMs: TASK_LIFE_MS, owner: "one", clock },
    });
    await expect(limiter.schedule("standard", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    isBroken = true;
    await expect(limiter.schedule("standard", async () => 1)).rejects.toThrow("disk");
    isBroken = false;
    await expect(limiter.schedule("standard", async () => 2)).resolves.toBe(2);
  });
});
