import type { Clock } from "../ports/clock.js";

/** Counts what is under way, so that slow downloads never hold every worker. */
export interface Slots {
  /** Takes a slot, if one is free, and answers what gives it back. Some are for what is urgent only. */
  take(isUrgent?: boolean): (() => void) | undefined;
  /**
   * When to ask again, in milliseconds since the epoch, for one that found no slot. Each is told a time of its own, as
   * far apart as slots come free: if all asked at once, most would find none again, and their runs would be in vain.
   */
  turn(): number;
}

const SOONEST_MS = 2_000;
/** Slots beside the others, for what is urgent. */
const URGENT = 2;
/** Until it is known how long a slot is held. */
const FIRST_GUESS_MS = 200;
/** Weight of the newest in the mean of how long slots were held. */
const NEWEST = 1 / 8;

export function createSlots(limit: number, clock: Clock): Slots {
  let taken = 0;
  let heldMs = FIRST_GUESS_MS;
  let lastTurn = 0;
  return {
    take(isUrgent = false) {
      if (taken >= (isUrgent ? limit + URGENT : limit)) return undefined;
      taken++;
      const takenAt = clock.now();
      return () => {
        taken--;
        heldMs += (clock.now() - takenAt - heldMs) * NEWEST;
      };
    },
    turn() {
      lastTurn = Math.max(clock.now() + SOONEST_MS, lastTurn + heldMs / limit);
      return Math.ceil(lastTurn);
    },
  };
}
