import type { ContactIndex } from "../canvas/contact-index.js";
import { normaliseEmail, normalisePhone } from "../canvas/phone.js";
import { type Clock, sleep } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";
import { SyncError, toSyncError } from "../sync-error.js";

/** Sees to it that the workers need not ask Notion for the contacts of each activity. */
export interface KnownContacts {
  /**
   * Rejects where the contact database cannot be read until somebody changes something: what would be written now
   * would have no links. What may pass is left to `remember`.
   */
  check(): Promise<void>;
  /**
   * Returns once the index of contacts is fresh, and holds what there is to know of these numbers and addresses. Never
   * rejects: what is not known then is looked up one by one.
   */
  remember(identifiers: readonly string[]): Promise<void>;
}

const REFRESH_EVERY_MS = 5 * 60_000;
const ASK_AGAIN_MS = 2_000;
/** Another worker's crawl is waited for, but not for ever. */
const PATIENCE_MS = 10 * 60_000;

export function knownContacts(
  index: Pick<ContactIndex, "refresh" | "lookUp" | "source">,
  { store, clock, logger }: { store: Pick<StateStore, "noteNone">; clock: Clock; logger: Logger },
): KnownContacts {
  let freshUntil = Number.NEGATIVE_INFINITY;

  async function refresh(): Promise<void> {
    const giveUpAt = clock.now() + PATIENCE_MS;
    freshUntil = clock.now() + REFRESH_EVERY_MS;
    while (!(await index.refresh()) && clock.now() < giveUpAt) await sleep(clock, ASK_AGAIN_MS);
  }

  return {
    async check() {
      try {
        await index.source();
      } catch (thrown) {
        const { code, message, retry } = toSyncError(thrown);
        if (retry === "never") throw new SyncError(code, `The contact database: ${message}`, { retry });
        logger.warn("contacts.not_known", { code });
      }
    },
    async remember(identifiers) {
      const wanted = new Set(
        identifiers.flatMap((text) => normaliseEmail(text) ?? normalisePhone(text) ?? []),
      );
      if (wanted.size === 0) return;
      try {
        if (clock.now() >= freshUntil) await refresh();
        const none: string[] = [];
        let until = Number.POSITIVE_INFINITY;
        for (const identifier of wanted) {
          const { noneUntil } = await index.lookUp(identifier, { patient: true });
          if (noneUntil === undefined) continue;
          none.push(identifier);
          until = Math.min(until, noneUntil);
        }
        // The workers have a memory of their own.
        await store.noteNone(none, { until, now: clock.now() });
      } catch (error) {
        logger.warn("contacts.not_known", { code: toSyncError(error).code });
      }
    },
  };
}
