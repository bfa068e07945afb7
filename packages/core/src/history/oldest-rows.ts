import type { ActivityKind } from "../key.js";
import type { ActivityState } from "../ports/state-store.js";
import { findPage } from "./check-rows.js";
import type { HistoryParts } from "./history-parts.js";
import type { Planned } from "./import-plan.js";

/** Of each kind the activity that has had its row for longest, among those that an import finds complete. */
export type OldestRows = Map<ActivityKind, ActivityState>;

export function noteOldest(oldest: OldestRows, planned: readonly Planned[]): void {
  for (const { known } of planned) {
    if (known?.status !== "synced") continue;
    const until = oldest.get(known.kind);
    if (!until || known.updatedAt < until.updatedAt) oldest.set(known.kind, known);
  }
}

/**
 * The kinds whose oldest row lies in another database than the one that is set now, at one request each: so do others,
 * and the import writes none of them anew.
 */
export async function kindsElsewhere(
  parts: Pick<HistoryParts, "notion" | "rows">,
  oldest: OldestRows,
): Promise<ActivityKind[]> {
  const found: ActivityKind[] = [];
  for (const [kind, { pageId }] of oldest) {
    const page = pageId && (await findPage(parts, pageId));
    if (page && (await parts.rows.isElsewhere(kind, page))) found.push(kind);
  }
  return found;
}
