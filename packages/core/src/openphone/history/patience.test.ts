import { expect, it } from "vitest";
import type { Clock } from "../../ports/clock.js";
import { silentLogger } from "../../ports/logger.js";
import { SyncError } from "../../sync-error.js";
import { createPatience } from "./patience.js";

/** Time that passes as soon as somebody waits for it. */
function hurriedClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    after(delayMs, callback) {
      now += delayMs;
      queueMicrotask(callback);
      return () => {};
    },
  };
}

const error = (retry: "now" | "after" | "never" | "unknown", retryAfterMs?: number) =>
  new SyncError("openphone_unavailable", "no", {
    retry,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

function failing(times: number, thrown: Error) {
  let left = times;
  const tries = { count: 0 };
  const work = async () => {
    tries.count++;
    if (left-- > 0) throw thrown;
    return "done";
  };
  return { tries, work };
}

it("repeats what may pass, with growing waits", async () => {
  const clock = hurriedClock();
  const { tries, work } = failing(5, error("now"));
  expect(await createPatience({ clock, logger: silentLogger })(work)).toBe("done");
  expect(tries.count).toBe(6);
  expect(clock.now()).toBe(31_000);
});

it("waits for as long as it is asked to", async () => {
  const clock = hurriedClock();
  const { work } = failing(1, error("after", 90_000));
  await createPatience({ clock, logger: silentLogger })(work);
  expect(clock.now()).toBe(90_000);
});

it.each([error("never"), error("unknown"), new TypeError("bug")])("does not repeat %o", async (thrown) => {
  const { tries, work } = failing(1, thrown);
  await expect(createPatience({ clock: hurriedClock(), logger: silentLogger })(work)).rejects.toBe(thrown);
  expect(tries.count).toBe(1);
});

it("gives up after minutes", async () => {
  const clock = hurriedClock();
  const { work } = failing(1_000, error("now"));
  await expect(createPatience({ clock, logger: silentLogger })(work)).rejects.toMatchObject({ retry: "now" });
  expect(clock.now()).toBeGreaterThanOrEqual(300_000);
  expect(clock.now()).toBeLessThan(400_000);
});
