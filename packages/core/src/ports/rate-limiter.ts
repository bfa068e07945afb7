import type { Priority } from "../priority.js";

/** Paces the requests of everyone who shares one token. */
export interface RateLimiter {
  /** Runs `task` as soon as the budget allows; a waiting task of higher priority goes first. */
  schedule<T>(priority: Priority, task: () => Promise<T>): Promise<T>;
  /** Lets no further task start before `until` (milliseconds since the epoch). Pauses only ever lengthen. */
  pause(until: number): void;
}
