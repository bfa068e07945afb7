import type { Clock } from "../ports/clock.js";
import type { RateLimiter } from "../ports/rate-limiter.js";
import type { Budget } from "./budgets.js";

/** A limiter that can tell how much of its window is left. */
export interface MeteredLimiter extends RateLimiter {
  /** Requests that could start now. */
  left(): number;
}

/** Counts what goes through a limiter: a permit comes back when its window has passed since the request's end. */
export function metered(limiter: RateLimiter, { requests, perMs }: Budget, clock: Clock): MeteredLimiter {
  let underWay = 0;
  /** When the requests of the last window ended, oldest first. */
  const endedAt: number[] = [];
  const forget = () => {
    const before = clock.now() - perMs;
    while (endedAt[0] !== undefined && endedAt[0] <= before) endedAt.shift();
  };
  return {
    schedule: (priority, task) =>
      limiter.schedule(priority, async () => {
        underWay++;
        try {
          return await task();
        } finally {
          underWay--;
          forget();
          endedAt.push(clock.now());
        }
      }),
    pause: (until) => limiter.pause(until),
    left() {
      forget();
      return Math.max(0, requests - underWay - endedAt.length);
    },
  };
}
