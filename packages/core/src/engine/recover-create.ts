import type { Intent } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";
import type { EngineTimings } from "./settings.js";
import type { Target } from "./targets.js";

/** When the look-ups after an unclear create are made, in milliseconds after it was sent; the last is final. */
const LOOKUPS_MS = [2_000, 8_000, 20_000, 45_000];

/** Until when, in milliseconds after it was sent, an unclear create may still turn up in a query. */
const horizonMs = (intent: Intent, timings: EngineTimings): number =>
  timings.queryLagMs + (intent.answered ? 0 : timings.requestLifeMs);

/** The time of the next look-up after an unclear create. */
export function nextLookupAt(intent: Intent, timings: EngineTimings): number {
  const horizon = horizonMs(intent, timings);
  return intent.at + Math.min(LOOKUPS_MS[intent.lookups ?? 0] ?? horizon, horizon);
}

/**
 * Finds out what became of a create whose outcome is unknown, by the id property. Answers the page if it is
 * there, `undefined` once it is sure that there is none: looked for at least twice, the last time after the
 * query lag and the longest life of the request. Until then it rejects, to be called again.
 */
export async function recoverCreate(
  parts: EngineParts,
  run: Run,
  target: Target,
  intent: Intent,
): Promise<string | undefined> {
  const { clock, timings, notion } = parts;
  if (!target.idProperty) {
    throw new SyncError(
      "invalid_configuration",
      "A create had no clear outcome and the database has no id property to look it up by: add one, check for the row, then replay.",
      { retry: "never" },
    );
  }
  const askedAt = clock.now();
  if (askedAt < nextLookupAt(intent, timings)) throw stillUnclear();
  const id = run.activity.key.slice(run.activity.key.indexOf(":") + 1);
  const { name, type } = target.idProperty;
  const answer = await notion.query(
    target.schema.dataSourceId,
    {
      filter: { property: name, [type]: { equals: id } },
      sorts: [{ timestamp: "created_time", direction: "ascending" }],
      page_size: 100,
    },
    run.request(),
  );
  const [oldest, ...doubles] = answer.results.filter((page) => !page.in_trash);
  if (oldest) {
    for (const double of doubles) {
      await notion.trashPage(double.id, run.request());
      parts.logger.warn("notion.double_trashed", { key: run.activity.key });
    }
    return oldest.id;
  }
  const lookups = (intent.lookups ?? 0) + 1;
  if (lookups >= 2 && askedAt >= intent.at + horizonMs(intent, timings)) return undefined;
  run.intent = { ...intent, lookups };
  throw stillUnclear();
}

const stillUnclear = () =>
  new SyncError("notion_outcome_unknown", "A create had no clear outcome and cannot be found yet.", {
    retry: "unknown",
  });
