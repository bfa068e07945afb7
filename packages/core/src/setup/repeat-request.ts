import { backoffMs } from "../engine/backoff.js";
import { type Clock, sleep } from "../ports/clock.js";
import { SyncError } from "../sync-error.js";

const ATTEMPTS = 6;

/** Makes a request again, after a wait, as long as its failures say that nothing was done or that a repeat is harmless. */
export async function repeatRequest<T>(
  { clock, random = Math.random }: { clock: Clock; random?: (() => number) | undefined },
  request: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof SyncError) || attempt === ATTEMPTS) throw error;
      if (error.retry !== "now" && error.retry !== "after") throw error;
      const waitMs = error.retry === "after" ? (error.retryAfterMs ?? 0) : 0;
      await sleep(clock, waitMs + backoffMs(attempt, random, { baseMs: 250, capMs: 10_000 }));
    }
  }
}
