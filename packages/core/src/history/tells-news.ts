import { canonicalJson, type Json } from "../json.js";
import type { ActivityState } from "../ports/state-store.js";
import { foldRecord } from "../record/merge.js";
import type { ActivityRecord } from "../record/record.js";
import { mediaSources } from "../record/sources.js";
import type { HistoryParts } from "./history-parts.js";

/**
 * Whether a patch would change what Notion shows of an activity, or bring a file that is not known of yet. Links that
 * are signed anew at every answer, and words that no column shows, are no news.
 */
export async function tellsNews(
  parts: Pick<HistoryParts, "view" | "show">,
  { kind, record: stored, progress }: ActivityState,
  patch: ActivityRecord,
): Promise<boolean> {
  const record = stored as ActivityRecord | undefined;
  if (record === undefined) return true;
  const folded = foldRecord(record, [patch]);
  if (filesOf(record).join() !== filesOf(folded).join()) return true;
  const shown = async (of: ActivityRecord) => {
    const activity = await parts.view(of, progress);
    const row = await parts.show(kind, activity);
    return canonicalJson((row ? { ...row, schema: null } : activity) as unknown as Json);
  };
  return (await shown(record)) !== (await shown(folded));
}

const filesOf = (record: ActivityRecord): string[] => mediaSources(record).map(({ sourceId }) => sourceId);
