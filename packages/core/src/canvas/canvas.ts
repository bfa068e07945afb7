import type { Clock } from "../ports/clock.js";
import type { StateStore } from "../ports/state-store.js";
import type { ContactIndex } from "./contact-index.js";

/** Keeps the contact index, and the links that were made by it, up to date. */
export interface Canvas {
  /**
   * Reads what has changed in the contact database and makes the activities concerned due, at low priority: to be called
   * by a schedule, about once a minute. The first call reads all contacts. Cheap while nothing changes: one request, and
   * one more every five minutes. Rejects with the `SyncError` of what went wrong; call it again. Answers how many
   * activities it made due.
   */
  refresh(options?: { signal?: AbortSignal }): Promise<number>;
  /**
   * Reads these contact pages at once, one request each, and makes the activities concerned due: for pages that
   * were just created, changed, thrown away or fetched back. Pages of other databases are left alone. Answers as `refresh`.
   */
  pagesChanged(pageIds: readonly string[]): Promise<number>;
}

/** Activities of one batch: a contact may have thousands. */
const BATCH = 200;

export function createCanvas({
  index,
  store,
  clock,
  tell,
}: {
  index: Pick<ContactIndex, "refresh" | "check">;
  store: Pick<StateStore, "relink">;
  clock: Clock;
  /** Called when activities have become due. */
  tell: () => Promise<unknown>;
}): Canvas {
  /** What a crash leaves undone is in the store, and done by whoever calls next. */
  async function relink(signal?: AbortSignal): Promise<number> {
    let activities = 0;
    for (let more = true; more && !signal?.aborted; ) {
      const batch = await store.relink({ now: clock.now(), limit: BATCH });
      activities += batch.activities;
      more = batch.more;
    }
    if (activities > 0) await tell();
    return activities;
  }

  return {
    async refresh({ signal } = {}) {
      const refreshed = await index.refresh(signal ? { signal } : {}).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      // Also where it broke off: what it had read by then is to be told.
      const activities = await relink(signal);
      if (refreshed) throw refreshed.error;
      return activities;
    },
    async pagesChanged(pageIds) {
      await index.check(pageIds);
      return relink();
    },
  };
}
