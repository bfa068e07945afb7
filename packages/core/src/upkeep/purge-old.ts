import type { Purged } from "../ports/state-queries.js";
import type { StateStore } from "../ports/state-store.js";

/** What is over is kept for 7 days: the sender retries for about 28 hours, and people look back for longer. */
const KEEP_MS = 7 * 24 * 3_600_000;

/** Deletes what is over for longer than it is kept. */
export const purgeOld = (store: Pick<StateStore, "purge">, now: number): Promise<Purged> =>
  store.purge(now - KEEP_MS);
