import type { Clock } from "../ports/clock.js";

export interface BreakerOptions {
  clock: Clock;
  /** Failures in a row that open it. */
  failures?: number;
  /** How long it stays open the first time; doubles up to `maxOpenMs` while the next try fails too. */
  openMs?: number;
  maxOpenMs?: number;
}

/** Counts what a dependency does, so that nobody knocks at a door that is known to be shut. */
export interface Breaker {
  /**
   * 0 to go ahead, else the milliseconds to wait. While it is closed everybody may; when it has been open for
   * its time, one caller may, and the others wait to hear how that one fares.
   */
  admit(): number;
  succeeded(): void;
  failed(): void;
}

/** How long the others wait for the one try; then the next may. */
const TRY_MS = 5_000;

/** Closed, until several failures in a row open it; while the tries that follow fail too, it opens for longer each time. */
export function createBreaker(options: BreakerOptions): Breaker {
  const { clock, failures = 5, openMs = 2_000, maxOpenMs = 60_000 } = options;
  let inARow = 0;
  let openUntil = 0;
  return {
    admit() {
      if (inARow < failures) return 0;
      const now = clock.now();
      if (openUntil > now) return openUntil - now;
      openUntil = now + TRY_MS;
      return 0;
    },
    succeeded() {
      inARow = 0;
    },
    failed() {
      inARow++;
      if (inARow < failures) return;
      openUntil = clock.now() + Math.min(maxOpenMs, openMs * 2 ** Math.min(inARow - failures, 20));
    },
  };
}
