import type { ManualClock } from "../clock/manual-clock.js";

interface Timer {
  at: number;
  callback: (() => void) | undefined;
}

/** Turns of Node's loop until everything waits for the clock again: nothing in such a world waits for a thread or a socket. */
const TURNS = 2;

/** A clock for long runs: it jumps from timer to timer, as soon as nothing goes on by itself. */
export function createSwiftClock(start = Date.parse("2026-10-07T15:00:00Z")): ManualClock {
  let now = start;
  /** The latest first, so that the next is at the end. */
  const timers: Timer[] = [];

  async function everythingWaits(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  function placeOf(at: number): number {
    let low = 0;
    let high = timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timers[middle]!.at > at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    now: () => now,
    after(delayMs, callback) {
      const timer: Timer = { at: now + Math.max(0, Math.ceil(delayMs)), callback };
      // Timers of one moment run in the order in which they were set.
      timers.splice(placeOf(timer.at), 0, timer);
      return () => {
        timer.callback = undefined;
      };
    },
    async advance(ms) {
      const end = now + ms;
      await everythingWaits();
      for (let next = timers.at(-1); next && next.at <= end; next = timers.at(-1)) {
        timers.pop();
        if (!next.callback) continue;
        now = Math.max(now, next.at);
        next.callback();
        await everythingWaits();
      }
      now = end;
    },
  };
}
