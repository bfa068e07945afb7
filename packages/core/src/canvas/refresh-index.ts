import { SyncError, toSyncError } from "../sync-error.js";
import { crawlContacts, nextCrawlAt } from "./crawl-contacts.js";
import { ASK_EVERY_MS, SCHEMA_TTL_MS } from "./index-pace.js";
import type { IndexParts } from "./index-parts.js";
import { readChangesUpTo, readIndexState, readTrashState } from "./index-state.js";
import { lookIntoTrash } from "./look-into-trash.js";
import { readChanges } from "./read-changes.js";

const LOOK_INTO_TRASH_EVERY_MS = 5 * 60_000;
const ROLE = "canvas";
const LEASE_MS = 120_000;

/**
 * Brings the index up to date: a crawl when there was none or it is time for the next, then what has changed since, and
 * the trash. One worker at a time; answers `false` when another is at it.
 */
export async function refreshIndex(
  parts: IndexParts,
  { owner, signal }: { owner: string; signal?: AbortSignal | undefined },
): Promise<boolean> {
  const { store, clock, logger } = parts;
  const claim = (leaseMs: number) => store.claim(ROLE, { owner, leaseMs, now: clock.now() });
  if (!(await claim(LEASE_MS))) return false;
  try {
    await bringUpToDate(parts, async () => {
      signal?.throwIfAborted();
      if (!(await claim(LEASE_MS)))
        throw new SyncError("lease_lost", "Another process reads the contacts.", { retry: "now" });
    });
    return true;
  } catch (error) {
    if (signal?.aborted) return true;
    throw error;
  } finally {
    // A role that cannot be given up now runs out by itself.
    await claim(0).catch((error) => logger.warn("canvas.role_kept", { code: toSyncError(error).code }));
  }
}

async function bringUpToDate(parts: IndexParts, goOn: () => Promise<void>): Promise<void> {
  const { store, clock } = parts;
  const source = await parts.source("low", SCHEMA_TTL_MS / 6);
  const { done } = await readIndexState(store);
  const isDue = !done || done.signature !== source.signature || nextCrawlAt(done) <= clock.now();
  if (isDue) await crawlContacts(parts, source, goOn);
  const upTo = (await readChangesUpTo(store)) ?? 0;
  if (!isDue || upTo + ASK_EVERY_MS <= clock.now()) {
    await goOn();
    await readChanges(parts, source, "low");
  }
  // Whom a crawl has not met is forgotten by it.
  if (isDue) return;
  const trash = await readTrashState(store);
  if ((trash?.lookedAt ?? 0) + LOOK_INTO_TRASH_EVERY_MS > clock.now()) return;
  await goOn();
  await lookIntoTrash(parts, source);
}
