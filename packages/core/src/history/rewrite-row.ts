import { progressJson, readProgress } from "../engine/progress.js";
import type { Json } from "../json.js";
import type { ActivityKey } from "../key.js";
import type { Clock } from "../ports/clock.js";
import type { ActivityState, Settlement, StateStore } from "../ports/state-store.js";

const LEASE_MS = 10_000;

/**
 * Forgets what was written of an activity, or only of the properties with these ids, and makes it due now. One that is
 * being worked on, or whose last request had no clear end, is left alone: it is written again anyway.
 */
export async function rewriteRow(
  { store, clock, owner }: { store: StateStore; clock: Clock; owner: string },
  key: ActivityKey,
  propertyIds?: readonly string[],
): Promise<void> {
  const seen = await store.activity(key);
  if (!seen || !isAtRest(seen)) return;
  const opened = await store.open(key, { owner, leaseMs: LEASE_MS, now: clock.now() });
  // Whatever happened in between makes it due by itself; the lease runs out.
  if (opened.status !== "opened" || !isAtRest(opened.activity)) return;
  const { status, record, pageId } = opened.activity;
  const progress = readProgress(opened.activity.progress);
  for (const id of propertyIds ?? Object.keys(progress.written)) delete progress.written[id];
  const now = clock.now();
  await store.settle(
    opened.lease,
    {
      ...{ status, record, processedEventIds: [], dueAt: now },
      ...(pageId === undefined ? {} : { pageId }),
      progress: progressJson(progress),
      history: { action: "unchanged", notionRequests: 0, durationMs: 0 },
    },
    now,
  );
}

type AtRest = ActivityState & { status: Settlement["status"]; record: Json };

const isAtRest = (activity: ActivityState): activity is AtRest =>
  !activity.intent &&
  activity.record !== undefined &&
  activity.status !== "pending" &&
  activity.status !== "parked";
