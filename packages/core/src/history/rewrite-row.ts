import { nothingWritten, type Progress, progressJson, readProgress } from "../engine/progress.js";
import type { Json } from "../json.js";
import type { ActivityKey } from "../key.js";
import type { Clock } from "../ports/clock.js";
import type { ActivityState, Settlement, StateStore } from "../ports/state-store.js";

/** What a repair needs of the engine's state. */
export interface RowKeeper {
  store: StateStore;
  clock: Clock;
  /** Names the holder of the lease. */
  owner: string;
}

const LEASE_MS = 10_000;

/**
 * Forgets what was written of an activity, or only of the properties with these ids, and makes it due now. One that is
 * being worked on, or whose last request had no clear end, is left alone: it is written again anyway.
 */
export async function rewriteRow(
  keeper: RowKeeper,
  key: ActivityKey,
  propertyIds?: readonly string[],
): Promise<void> {
  await reopen(keeper, key, (progress, pageId) => {
    for (const id of propertyIds ?? Object.keys(progress.written)) delete progress.written[id];
    return pageId;
  });
}

/** Has an activity shown by another row from now on, which is written anew. Answers whether it will be. */
export function moveRow(keeper: RowKeeper, key: ActivityKey, pageId: string): Promise<boolean> {
  return reopen(keeper, key, (progress) => {
    Object.assign(progress, nothingWritten());
    return pageId;
  });
}

/**
 * Has `change` alter what is noted of an activity that is at rest, and makes it due now, unless it is only to be noted.
 * `change` answers with its page, which it may alter too. Answers whether it was at rest.
 */
export async function reopen(
  { store, clock, owner }: RowKeeper,
  key: ActivityKey,
  change: (progress: Progress, pageId: string | undefined) => string | undefined,
  { isNote = false } = {},
): Promise<boolean> {
  const seen = await store.activity(key);
  if (!seen || !isAtRest(seen)) return false;
  const opened = await store.open(key, { owner, leaseMs: LEASE_MS, now: clock.now() });
  // Whatever happened in between makes it due by itself; the lease runs out.
  if (opened.status !== "opened" || !isAtRest(opened.activity)) return false;
  const { status, record } = opened.activity;
  const progress = readProgress(opened.activity.progress);
  const pageId = change(progress, opened.activity.pageId);
  const now = clock.now();
  const dueAt = isNote ? opened.activity.dueAt : now;
  await store.settle(
    opened.lease,
    {
      ...{ status, record, processedEventIds: [] },
      ...(dueAt === undefined ? {} : { dueAt }),
      ...(pageId === undefined ? {} : { pageId }),
      progress: progressJson(progress),
      history: { action: "unchanged", notionRequests: 0, durationMs: 0 },
    },
    now,
  );
  return true;
}

type AtRest = ActivityState & { status: Settlement["status"]; record: Json };

const isAtRest = (activity: ActivityState): activity is AtRest =>
  !activity.intent &&
  activity.record !== undefined &&
  activity.status !== "pending" &&
  activity.status !== "parked";
