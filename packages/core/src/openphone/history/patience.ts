import { type Clock, sleep } from "../../ports/clock.js";
import type { Logger } from "../../ports/logger.js";
import { SyncError } from "../../sync-error.js";

const LONG_MS = 300_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

export type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

/** Repeats work that may succeed later, for five minutes: a walk of hours should outlive a short outage. */
export function createPatience({ clock, logger }: { clock: Clock; logger: Logger }): Patiently {
  return async (work) => {
    const begunAt = clock.now();
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        return await work();
      } catch (error) {
        const mayPass = error instanceof SyncError && (error.retry === "now" || error.retry === "after");
        if (!mayPass || clock.now() - begunAt >= LONG_MS) throw error;
        logger.warn("history.waits", { code: error.code });
        await sleep(clock, Math.max(waitMs, error.retryAfterMs ?? 0));
      }
    }
  };
}
