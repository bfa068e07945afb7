import type { Clock } from "@openphone-notion/core";

/** A clock that stands still until it is told otherwise. */
export interface ManualClock extends Clock {
  /** Moves time on, running each timer at its own moment; callbacks that a timer's work leads to get their turn. */
  advance(ms: number): Promise<void>;
}

/** Starts at `start` (milliseconds since the epoch). */
export function createManualClock(start = Date.parse("2026-10-07T15:00:00Z")): ManualClock {
  let now = start;
  const timers = new Set<{ at: number; callback: () => void }>();
  const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  return {
    now: () => now,
    after(delayMs, callback) {
      const timer = { at: now + Math.max(0, delayMs), callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      await turn();
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.callback();
        await turn();
      }
      now = end;
      await turn();
    },
  };
}
