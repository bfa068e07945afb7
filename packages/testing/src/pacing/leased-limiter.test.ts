import {
  createLeasedLimiter,
  createPermitWindow,
  type Priority,
  type RemoteWindow,
} from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../clock/manual-clock.js";

/** Users of one window in several places, as the objects of a Worker are. */
function shared(requests: number, maxWaitMs?: number) {
  const clock = createManualClock(0);
  const window = createPermitWindow({ requests, perMs: 60_000 }, clock);
  let words = 0;
  const remote: RemoteWindow = {
    async acquire(request) {
      words++;
      return structuredClone(await window.acquire(request));
    },
    async report(...told) {
      words++;
      window.report(...told);
    },
    async pause(until) {
      window.pause(until);
    },
  };
  const limiters = new Map<string, ReturnType<typeof createLeasedLimiter>>();
  const limiterOf = (holder: string) => {
    const known =
      limiters.get(holder) ??
      createLeasedLimiter({
        ...{ window: remote, holder, code: "notion_rate_limited", clock },
        ...(maxWaitMs === undefined ? {} : { maxWaitMs }),
      });
    limiters.set(holder, known);
    return known;
  };
  const started: { holder: string; at: number }[] = [];
  const send = (holder: string, priority: Priority = "standard") =>
    limiterOf(holder)
      .schedule(priority, async () => {
        started.push({ holder, at: clock.now() });
      })
      .catch((error: { code: string; retryAfterMs: number }) => error);
  return { clock, window, limiterOf, started, send, words: () => words };
}

describe("a limiter whose window is elsewhere", () => {
  test("most requests of one that is busy cost no word with the window", async () => {
    const { clock, send, started, words } = shared(180);
    for (let index = 0; index < 40; index++) {
      await Promise.all([send("object"), clock.advance(100)]);
    }
    expect(started).toHaveLength(40);
    expect(words()).toBeLessThanOrEqual(20);
  });

  test("users in several places keep to one budget, and none of them starves", async () => {
    const { clock, send, started } = shared(30);
    const holders = ["one", "two", "three"];
    for (let index = 0; index < 20; index++) for (const holder of holders) void send(holder);
    await clock.advance(180_000);
    expect(started).toHaveLength(60);
    for (const { at } of started) {
      const span = started.filter((other) => other.at >= at && other.at < at + 60_000);
      expect(span.length).toBeLessThanOrEqual(30);
    }
    const firstMinute = started.filter(({ at }) => at < 61_000);
    for (const holder of holders) {
      expect(firstMinute.filter((each) => each.holder === holder).length).toBeGreaterThanOrEqual(5);
    }
  });

  test("a pause of one holds the others as soon as they ask, or hear of it", async () => {
    const { clock, limiterOf, send, started } = shared(180);
    await send("told");
    await send("one");
    limiterOf("one").pause(clock.now() + 30_000);
    limiterOf("told").hold(clock.now() + 30_000);
    const sent = Promise.all([send("told"), send("one"), send("other", "critical")]);
    await clock.advance(29_900);
    expect(started).toHaveLength(2);
    await clock.advance(200);
    await sent;
    expect(started).toHaveLength(5);
  });

  test("work that has not begun is told to wait elsewhere; a request that would wait too long is refused", async () => {
    const { clock, limiterOf, send } = shared(1, 20_000);
    await send("one");
    await clock.advance(1_000);
    const wait = limiterOf("two").ready("standard");
    await clock.advance(5_000);
    expect(await wait).toBeGreaterThan(50_000);
    const refused = send("two");
    await clock.advance(20_000);
    expect(await refused).toMatchObject({ code: "notion_rate_limited", retry: "after" });
    await clock.advance(60_000);
    expect(await limiterOf("two").ready("standard")).toBe(0);
  });

  test("permits that are not used go back", async () => {
    const { clock, limiterOf, window } = shared(8);
    expect(await limiterOf("idle").ready("standard")).toBe(0);
    await clock.advance(10_000);
    expect(window.pause(0)).toEqual([]);
  });

  test("a holder whose timers never ring takes one permit at a time, and gives it back at once", async () => {
    const clock = createManualClock(0);
    const window = createPermitWindow({ requests: 40, perMs: 60_000 }, clock);
    const kept: Promise<unknown>[] = [];
    for (let request = 0; request < 30; request++) {
      const limiter = createLeasedLimiter({
        window: {
          acquire: window.acquire,
          report: async (...told) => window.report(...told),
          pause: async () => {},
        },
        ...{ holder: `request-${request}`, code: "notion_rate_limited" },
        keepAlive: (work) => void kept.push(work),
        clock: { now: clock.now, after: () => () => {} },
      });
      await limiter.schedule("standard", async () => {});
    }
    await Promise.all(kept);
    expect(window.given()).toEqual({ out: [], cooling: Array.from({ length: 30 }, () => 60_000) });
  });

  test("a window that cannot be reached lets nothing through, and things go on when it can be", async () => {
    const clock = createManualClock(0);
    const window = createPermitWindow({ requests: 10, perMs: 60_000 }, clock);
    let isDown = true;
    const limiter = createLeasedLimiter({
      window: {
        acquire: async (request) => {
          if (isDown) throw new Error("Network connection lost.");
          return window.acquire(request);
        },
        report: async () => {},
        pause: async () => {},
      },
      ...{ holder: "object", code: "notion_rate_limited", clock },
    });
    let ran = false;
    const sent = limiter.schedule("standard", async () => {
      ran = true;
    });
    await clock.advance(3_000);
    expect(ran).toBe(false);
    isDown = false;
    await clock.advance(2_000);
    await sent;
    expect(ran).toBe(true);
  });
});
