import type { Schema } from "../notion/schema.js";
import { sleep } from "../ports/clock.js";
import type { Intent } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";
import type { CreateDetail } from "./create-detail.js";
import { findById } from "./find-by-id.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";
import type { EngineTimings } from "./settings.js";
import type { Target } from "./targets.js";

/** When the look-ups after an unclear write are made, in milliseconds after it was sent; the last is final. */
const LOOKUPS_MS = [2_000, 8_000, 20_000, 45_000];

/** Until when, in milliseconds after it was sent, an unclear write may still turn up in a query. */
const horizonMs = (intent: Intent, timings: EngineTimings): number =>
  timings.queryLagMs + (intent.answered ? 0 : timings.requestLifeMs);

/** The time of the next look-up after an unclear write. */
export function nextLookupAt(intent: Intent, timings: EngineTimings): number {
  const horizon = horizonMs(intent, timings);
  return intent.at + Math.min(LOOKUPS_MS[intent.lookups ?? 0] ?? horizon, horizon);
}

/**
 * Finds out what became of a create whose outcome is unknown, by the id property of the database that it was
 * sent to. Answers the page if it is there, `undefined` once it is sure that there is none: looked for at
 * least twice, the last time after the query lag and the longest life of the request, and in the trash as well unless a
 * trashed page is to be made again.
 * Until then it rejects, to be called again.
 */
export async function recoverCreate(
  parts: EngineParts,
  run: Run,
  target: Target,
  intent: Intent,
): Promise<string | undefined> {
  const { clock, timings } = parts;
  const detail = intent.detail as unknown as CreateDetail;
  if (!detail.idProperty) {
    throw new SyncError(
      "invalid_configuration",
      "A create had no clear outcome, and without an id property it cannot be looked up: check for the row, add the property and replay.",
      { retry: "never" },
    );
  }
  const askedAt = clock.now();
  if (askedAt < nextLookupAt(intent, timings)) throw lookupPending();
  // Columns may have been renamed since the schema was read; a look-up under a wrong name finds nothing.
  const { schema } = (await parts.targets.target(run.activity.kind, run.request(), 0)) ?? target;
  const page = await findById(parts, run, schema, detail);
  if (page) return page;

  const lookups = (intent.lookups ?? 0) + 1;
  run.intent = { ...intent, lookups };
  if (lookups < 2 || askedAt < intent.at + horizonMs(intent, timings)) throw lookupPending();
  // A clock that was set forward makes the time above look longer than it was: this wait is a real one.
  await run.holder.during((signal) => sleep(clock, Math.min(timings.queryLagMs, 5_000), signal));
  const late = await findById(parts, run, schema, detail);
  if (late !== undefined || parts.onTrashed === "recreate") return late;
  return findTrashed(parts, run, schema, detail);
}

/** Where Notion does not list the trash there is none: the same question about live rows was answered a moment ago. */
async function findTrashed(
  parts: EngineParts,
  run: Run,
  schema: Schema,
  detail: CreateDetail,
): Promise<string | undefined> {
  try {
    return await findById(parts, run, schema, detail, { inTrash: true });
  } catch (error) {
    if (!(error instanceof SyncError) || error.status !== 400) throw error;
    parts.logger.warn("notion.trash_not_listed", { key: run.activity.key, code: error.code });
    return undefined;
  }
}

const lookupPending = () =>
  new SyncError("notion_lookup_pending", "A create had no clear outcome and cannot be found yet.", {
    retry: "unknown",
  });
