import type { Budget } from "../pacing/budgets.js";
import { type Clock, sleep } from "../ports/clock.js";
import type { RateLimiter } from "../ports/rate-limiter.js";

/**
 * Lets tasks of low priority start one by one, evenly over the window. Else an import would spend a window at one
 * stroke, and a message that comes a moment later would wait for the next.
 */
export function spreadLow(limiter: RateLimiter, { requests, perMs }: Budget, clock: Clock): RateLimiter {
  const stepMs = perMs / requests;
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    async schedule(priority, task) {
      if (priority === "low") {
        const now = clock.now();
        const startAt = Math.max(now, nextAt);
        nextAt = startAt + stepMs;
        if (startAt > now) await sleep(clock, startAt - now);
      }
      return limiter.schedule(priority, task);
    },
    pause: (until) => limiter.pause(until),
  };
}
