import { describe, expect, it } from "vitest";
import type { Clock } from "../ports/clock.js";
import { createBottleneckRateLimiter } from "./bottleneck-rate-limiter.js";
import { notionBudget, openPhoneBudget } from "./budgets.js";

/** Bottleneck hands tasks on through real zero-delay timers; this many turns let every hand-over happen. */
async function settle() {
  for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

function manualClock() {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  return {
    clock,
    pending: () => timers.length,
    async advance(ms: number) {
      await settle();
      now += ms;
      const due = timers.filter((timer) => timer.at <= now);
      timers = timers.filter((timer) => timer.at > now);
      for (const timer of due) timer.callback();
      await settle();
    },
  };
}

function setup(options: { requests: number; perMs: number; concurrency?: number }) {
  const time = manualClock();
  const limiter = createBottleneckRateLimiter({ ...options, clock: time.clock });
  const started: string[] = [];
  const startedAt: number[] = [];
  const run = (
    name: string,
    priority: "critical" | "standard" | "low" = "standard",
    body?: () => Promise<void>,
  ) =>
    limiter.schedule(priority, async () => {
      started.push(name);
      startedAt.push(time.clock.now());
      await body?.();
      return name;
    });
  return { ...time, limiter, started, startedAt, run };
}

describe("the budget", () => {
  it("starts no more than the budget, and the rest once permits come back", async () => {
    const { run, started, advance } = setup({ requests: 2, perMs: 60_000 });
    for (const name of ["a", "b", "c", "d", "e"]) void run(name);
    await settle();
    expect(started).toEqual(["a", "b"]);
    await advance(59_999);
    expect(started).toEqual(["a", "b"]);
    await advance(1);
    expect(started).toEqual(["a", "b", "c", "d"]);
    await advance(60_000);
    expect(started).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("counts the window from the end of a slow task, not from its start", async () => {
    const { run, started, advance } = setup({ requests: 1, perMs: 1_000 });
    let finish = () => {};
    void run("slow", "standard", () => new Promise<void>((resolve) => (finish = resolve)));
    void run("next");
    await advance(5_000);
    expect(started).toEqual(["slow"]);
    finish();
    await advance(999);
    expect(started).toEqual(["slow"]);
    await advance(1);
    expect(started).toEqual(["slow", "next"]);
  });

  it("never lets any span of the window hold more starts than the budget", async () => {
    const { run, startedAt, advance } = setup({ requests: 3, perMs: 100 });
    for (let index = 0; index < 8; index++) void run(`${index}`);
    for (let step = 0; step < 10; step++) await advance(37);
    expect(startedAt).toHaveLength(8);
    for (const [index, at] of startedAt.entries()) {
      const earlier = startedAt[index - 3];
      if (earlier !== undefined) expect(at - earlier).toBeGreaterThanOrEqual(100);
    }
  });

  it("returns the permit of a task that throws, and hands its error on", async () => {
    const { limiter, run, started, advance } = setup({ requests: 1, perMs: 1_000 });
    const failed = limiter.schedule("standard", () => Promise.reject(new Error("no")));
    void run("next");
    await expect(failed).rejects.toThrow("no");
    await advance(1_000);
    expect(started).toEqual(["next"]);
  });

  it("bounds the tasks in flight when asked to", async () => {
    const { run, started } = setup({ requests: 10, perMs: 1_000, concurrency: 2 });
    const never = () => new Promise<void>(() => {});
    for (const name of ["a", "b", "c"]) void run(name, "standard", never);
    await settle();
    expect(started).toEqual(["a", "b"]);
  });

  it("refuses a budget under which nothing could ever start", () => {
    expect(() => setup({ requests: 0, perMs: 1_000 })).toThrow(/above 0/);
    expect(() => setup({ requests: 1, perMs: Number.NaN })).toThrow(/above 0/);
  });

  it("knows the windows of both services", () => {
    expect(notionBudget).toEqual({ requests: 180, perMs: 60_000 });
    expect(openPhoneBudget).toEqual({ requests: 10, perMs: 1_000 });
  });
});

describe("priorities", () => {
  it("lets a waiting critical task go before what waited longer", async () => {
    const { run, started, advance } = setup({ requests: 1, perMs: 1_000 });
    void run("first");
    await settle();
    void run("batch", "low");
    void run("call", "standard");
    void run("missed call", "critical");
    for (let step = 0; step < 3; step++) await advance(1_000);
    expect(started).toEqual(["first", "missed call", "call", "batch"]);
  });
});

describe("pause", () => {
  it("holds every start until it is over, then goes by priority", async () => {
    const { limiter, run, started, advance } = setup({ requests: 1, perMs: 1_000 });
    limiter.pause(30_000);
    await settle();
    void run("standard");
    void run("critical", "critical");
    await advance(29_999);
    expect(started).toEqual([]);
    await advance(1);
    expect(started).toEqual(["critical"]);
    await advance(1_000);
    expect(started).toEqual(["critical", "standard"]);
  });

  it("holds tasks that were scheduled just before it", async () => {
    const { limiter, run, started, advance } = setup({ requests: 5, perMs: 1_000 });
    for (const name of ["a", "b", "c"]) void run(name);
    limiter.pause(10_000);
    await settle();
    expect(started).toEqual([]);
    await advance(10_000);
    expect(started.sort()).toEqual(["a", "b", "c"]);
  });

  it("is only ever lengthened", async () => {
    const { limiter, run, started, advance } = setup({ requests: 5, perMs: 1_000 });
    limiter.pause(20_000);
    limiter.pause(5_000);
    limiter.pause(Number.NaN);
    void run("a");
    await advance(19_999);
    expect(started).toEqual([]);
    limiter.pause(40_000);
    await advance(10_000);
    expect(started).toEqual([]);
    await advance(10_001);
    expect(started).toEqual(["a"]);
  });

  it("gives the whole budget back afterwards, and no more", async () => {
    const { limiter, run, started, advance } = setup({ requests: 2, perMs: 1_000 });
    limiter.pause(5_000);
    await advance(5_000);
    limiter.pause(9_000);
    await advance(4_000);
    for (const name of ["a", "b", "c"]) void run(name);
    await settle();
    expect(started).toEqual(["a", "b"]);
  });

  it("ignores an end that has passed", async () => {
    const { limiter, run, started, advance, pending } = setup({ requests: 1, perMs: 1_000 });
    await advance(10_000);
    limiter.pause(9_000);
    expect(pending()).toBe(0);
    void run("a");
    await settle();
    expect(started).toEqual(["a"]);
  });
});

it("holds no timer while idle", async () => {
  const { limiter, run, advance, pending } = setup({ requests: 2, perMs: 1_000 });
  expect(pending()).toBe(0);
  await Promise.all([run("a"), run("b")]);
  limiter.pause(500);
  expect(pending()).toBe(3);
  await advance(1_000);
  expect(pending()).toBe(0);
});
