import { parseEvent } from "../events/parse-event.js";
import type { Json } from "../json.js";
import type { ActivityKey } from "../key.js";
import type { HistoryRow, Settlement, StoredEvent } from "../ports/state-store.js";
import { foldRecord } from "../record/merge.js";
import type { ActivityRecord } from "../record/record.js";
import { SyncError, toSyncError } from "../sync-error.js";
import { archiveMedia } from "./archive-media.js";
import { completeBasics } from "./complete-basics.js";
import { decideFailure } from "./failure.js";
import { oweNames } from "./owe-names.js";
import { isGone } from "./page-gone.js";
import type { EngineParts } from "./parts.js";
import { nextOwedAt, type Progress, progressJson } from "./progress.js";
import { isOnlyRecheck, recheckArtefacts } from "./recheck-artefacts.js";
import { Run } from "./run.js";
import { forgetUndone } from "./unclear-updates.js";
import { uploadMedia } from "./upload-media.js";
import { viewActivity } from "./view-activity.js";
import { writeActivity } from "./write-activity.js";

/** Errors of our own code or of the user's mapping: where they arose is what helps. */
const WITH_STACK = new Set<string>(["internal", "mapping_failed"]);

/** How soon to look again at an activity that another worker holds. */
const BUSY_MS = 1_000;

/**
 * Brings one activity up to date in Notion: fold its events into the record, complete it, archive its files,
 * link its contacts, project it, write what changed, and settle all of that at once. What the outside did
 * wrong is recorded, not thrown; only a state store that fails is. Answers when the activity wants another run
 * (milliseconds since the epoch), if ever.
 */
export async function syncActivity(parts: EngineParts, key: ActivityKey): Promise<number | undefined> {
  const { store, clock, logger, timings } = parts;
  const opened = await store.open(key, { owner: parts.owner, leaseMs: timings.leaseMs, now: clock.now() });
  if (opened.status === "absent") return undefined;
  if (opened.status === "busy") return Math.min(opened.until, clock.now() + BUSY_MS);

  const run = new Run(parts, opened);
  let settlement: Settlement;
  try {
    await parts.failpoint?.("activity.opened");
    settlement = await bringUpToDate(parts, run, opened.events);
  } catch (thrown) {
    const error = toSyncError(thrown);
    if (error.code === "lease_lost") {
      logger.warn("activity.lease_lost", { key });
      return clock.now() + BUSY_MS;
    }
    const failure = decideFailure(parts, run, error);
    logger.warn("activity.failed", {
      key,
      code: error.code,
      reason: error.message,
      attempts: run.activity.attempts,
      next: failure.next.action,
      ...(error.cause && WITH_STACK.has(error.code) ? { stack: framesOf(error.cause) } : {}),
    });
    await parts.failpoint?.("activity.failing");
    await store.fail(run.holder.lease, failure, clock.now());
    return failure.next.action === "retry" ? failure.next.dueAt : undefined;
  }
  await parts.failpoint?.("activity.settling");
  // If this rejects, the intent stays written and the lease runs out: the next run finds out what was done.
  await store.settle(run.holder.lease, settlement, clock.now());
  await parts.failpoint?.("activity.settled");
  if (run.requests > 0)
    parts.pauses.clear(run.activity.kind, { created: settlement.history.action === "created" });
  logger.info("activity.settled", { key, ...settlement.history });
  return settlement.dueAt;
}

async function bringUpToDate(
  parts: EngineParts,
  run: Run,
  events: readonly StoredEvent[],
): Promise<Settlement> {
  let record = foldRecord(run.activity.record as ActivityRecord | undefined, events.map(patchOf));

  const settled = (
    status: Settlement["status"],
    action: HistoryRow["action"],
    pageId?: string,
  ): Settlement => {
    const dueAt = status === "trashed" ? undefined : nextOwedAt(run.progress);
    return {
      status,
      record: record as unknown as Json,
      progress: progressJson(run.progress),
      ...(pageId === undefined ? {} : { pageId }),
      processedEventIds: events.map((event) => event.id),
      ...(run.contacts ? { contacts: run.contacts } : {}),
      ...(dueAt === undefined ? {} : { dueAt }),
      history: { action, notionRequests: run.requests, durationMs: parts.clock.now() - run.startedAt },
    };
  };

  const { pageId, status } = run.activity;
  if (events.length === 0 && isOnlyRecheck(run, parts.clock.now())) {
    // What it tells is an event of its own: Notion need not be asked for anything here.
    await recheckArtefacts(parts, run, record);
    return settled("synced", "unchanged", pageId);
  }
  const target = await parts.targets.target(run.activity.kind, run.request());
  if (status === "trashed" && pageId !== undefined && (!target || (await isGone(parts, run, pageId)))) {
    if (!target || parts.onTrashed === "leave") return settled("trashed", "trashed", pageId);
    run.forgetPage();
  }
  // A create that may have happened is cleared up first: skipping now would forget it.
  const mayBeSkipped = run.intent?.kind !== "create";
  const skipped = (reason: string, { basics, names }: Progress["owed"] = {}): Settlement => {
    run.progress.skipped = reason;
    // What is owed to a row is not looked at any more, and would be due again at once, for ever.
    run.progress.owed = { ...(basics && { basics }), ...(names && { names }) };
    forgetUndone(run.progress, parts.clock.now());
    return settled("skipped", "skipped");
  };
  if (!target) {
    if (mayBeSkipped) return skipped("no database");
    throw new SyncError("invalid_configuration", "The database of an unfinished row is no longer set.", {
      retry: "never",
    });
  }

  record = await completeBasics(parts, run, record);
  await parts.failpoint?.("basics.completed");
  if (mayBeSkipped) {
    const directory = await parts.directory.load();
    const seen = await viewActivity(parts, record, run.progress);
    const reason = parts.filter(seen);
    if (reason !== undefined) {
      // What is not known yet may be what the filter asks for.
      oweNames(parts, run, seen, directory);
      return skipped(reason, run.progress.owed);
    }
  }

  await recheckArtefacts(parts, run, record);
  record = await archiveMedia(parts, run, record);
  await parts.failpoint?.("media.archived");
  await uploadMedia(parts, run, target);
  const directory = await parts.directory.load();
  const activity = await viewActivity(parts, record, run.progress);
  oweNames(parts, run, activity, directory);
  const outcome = await writeActivity(parts, run, target, activity);
  const settlement = settled(
    outcome.action === "trashed" ? "trashed" : "synced",
    outcome.action,
    outcome.pageId,
  );
  const isTrashed = outcome.action === "trashed" && !outcome.isMoved;
  const makesAnother = isTrashed && parts.onTrashed === "recreate";
  return outcome.more || makesAnother ? { ...settlement, dueAt: parts.clock.now() } : settlement;
}

/** What an inbox event says of the activity; it named one when it was received. */
function patchOf(event: StoredEvent): ActivityRecord {
  const { activity } = parseEvent(event.body, { receivedAt: event.receivedAt });
  if (!activity) throw new SyncError("internal", "An inbox event names no activity.", { retry: "never" });
  return activity.patch;
}

/** Where an unexpected error arose, without its message, which may quote data. */
const framesOf = (cause: unknown): string =>
  cause instanceof Error
    ? (cause.stack ?? "")
        .split("\n")
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 8)
        .join("\n")
    : "";
