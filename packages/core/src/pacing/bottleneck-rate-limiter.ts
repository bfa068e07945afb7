import Bottleneck from "bottleneck/light.js";
import { type Clock, sleep } from "../ports/clock.js";
import type { RateLimiter } from "../ports/rate-limiter.js";
import type { Priority } from "../priority.js";
import { SyncError } from "../sync-error.js";
import { type Budget, criticalReserve } from "./budgets.js";

const BOTTLENECK_PRIORITY: Record<Priority, number> = { critical: 1, standard: 5, low: 9 };

/** Timers of the platform overflow beyond 2^31 ms, so a longer wait is made of several. */
const LONGEST_TIMER_MS = 3_600_000;

export interface BottleneckRateLimiterOptions extends Budget {
  /** Tasks running at the same time; without it only the budget limits them. */
  concurrency?: number;
  clock: Clock;
}

/**
 * A limiter for one process. A permit comes back `perMs` after its task has *ended*, never by a periodic
 * refill: the server counts a request somewhere between start and end, so this alone keeps every span of
 * `perMs` within the budget, however the server's own window is aligned to ours.
 *
 * In a Worker, create it inside a request or a Durable Object: a limiter at module scope hangs there.
 */
export function createBottleneckRateLimiter(options: BottleneckRateLimiterOptions): RateLimiter {
  const { requests, perMs, concurrency, clock } = options;
  if (!(requests >= 1 && perMs > 0 && (concurrency ?? 1) >= 1)) {
    throw new SyncError(
      "invalid_configuration",
      "A rate limit needs requests, perMs and concurrency above 0.",
      {
        retry: "never",
      },
    );
  }
  const bottleneck = new Bottleneck({ reservoir: requests, maxConcurrent: concurrency ?? null });
  const reserved = criticalReserve(requests);
  /** What is not critical passes here first. */
  const bulk = reserved > 0 ? new Bottleneck({ reservoir: requests - reserved }) : undefined;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let holding = false;
  let cancelTimer = () => {};

  const pauseLeft = () => Math.min(Math.max(0, pausedUntil - clock.now()), LONGEST_TIMER_MS);

  function resumeWhenOver() {
    if (pauseLeft() > 0) {
      cancelTimer = clock.after(pauseLeft(), resumeWhenOver);
      return;
    }
    holding = false;
    void bottleneck.incrementReservoir(requests);
  }

  return {
    schedule<T>(priority: Priority, task: () => Promise<T>): Promise<T> {
      const withPermit = () =>
        bottleneck.schedule({ priority: BOTTLENECK_PRIORITY[priority] }, async () => {
          try {
            // Bottleneck drains its reservoir one macrotask late, so a few tasks slip past a pause: they wait here.
            while (pauseLeft() > 0) await sleep(clock, pauseLeft());
            return await task();
          } finally {
            clock.after(perMs, () => void bottleneck.incrementReservoir(1));
          }
        });
      if (priority === "critical" || !bulk) return withPermit();
      return bulk.schedule({ priority: BOTTLENECK_PRIORITY[priority] }, async () => {
        try {
          return await withPermit();
        } finally {
          clock.after(perMs, () => void bulk.incrementReservoir(1));
        }
      });
    },
    pause(until) {
      if (!(until > pausedUntil && until > clock.now())) return;
      pausedUntil = until;
      cancelTimer();
      cancelTimer = clock.after(pauseLeft(), resumeWhenOver);
      if (holding) return;
      holding = true;
      // At or below zero nothing starts, and what waits stays in Bottleneck's queue, in order of priority.
      void bottleneck.incrementReservoir(-requests);
    },
  };
}
