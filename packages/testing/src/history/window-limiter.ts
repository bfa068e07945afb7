import {
  type Budget,
  type Clock,
  type Priority,
  priorityOrder,
  type RateLimiter,
} from "@openphone-notion/core";

/** Share of the budget that only critical tasks may use. */
const CRITICAL_SHARE = 0.04;

interface Waiting {
  priority: Priority;
  start(): void;
}

/**
 * The rule of the real limiter, on the given clock alone: a permit comes back when its window has passed since the end of
 * its task, and some are kept for what is critical.
 */
export function createWindowLimiter({ requests, perMs }: Budget, clock: Clock): RateLimiter {
  const reserved = Math.floor(requests * CRITICAL_SHARE);
  const waiting: Waiting[] = [];
  let free = requests;
  let pausedUntil = Number.NEGATIVE_INFINITY;

  function pump(): void {
    while (clock.now() >= pausedUntil) {
      const next = waiting[0];
      if (!next || free <= (next.priority === "critical" ? 0 : reserved)) return;
      waiting.shift();
      free--;
      next.start();
    }
  }

  return {
    schedule: (priority, task) =>
      new Promise((resolve, reject) => {
        const start = () => {
          task()
            .then(resolve, reject)
            .finally(() => {
              clock.after(perMs, () => {
                free++;
                pump();
              });
            });
        };
        const behind = waiting.findIndex((other) => priorityOrder(other.priority) > priorityOrder(priority));
        waiting.splice(behind < 0 ? waiting.length : behind, 0, { priority, start });
        pump();
      }),
    pause(until) {
      if (until <= pausedUntil) return;
      pausedUntil = until;
      clock.after(until - clock.now(), pump);
    },
  };
}
