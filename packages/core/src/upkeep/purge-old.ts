import type { StateStore } from "../ports/state-store.js";

/** What is over is kept for 7 days: the sender retries for about 28 hours, and people look back for longer. */
const KEEP_MS = 7 * 24 * 3_600_000;
/** Of each kind in one go, so that what is received meanwhile does not wait for the past of an import to be deleted. */
const ROUND = 1_000;

/** Deletes what is over for longer than it is kept. Answers whether nothing of it is left. */
export async function purgeOld(
  store: Pick<StateStore, "purge">,
  now: number,
  { rounds = Number.POSITIVE_INFINITY, signal }: { rounds?: number; signal?: AbortSignal } = {},
): Promise<boolean> {
  for (let round = 0; round < rounds && !signal?.aborted; round++) {
    const purged = await store.purge({ before: now - KEEP_MS, limit: ROUND });
    if (Object.values(purged).every((count) => count < ROUND)) return true;
  }
  return false;
}
