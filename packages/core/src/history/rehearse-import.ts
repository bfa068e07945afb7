import type { ActivityKey } from "../key.js";
import type { HistoryRange } from "../openphone/history/history-source.js";
import type { HistoryParts } from "./history-parts.js";
import { planItems } from "./import-plan.js";
import { freshImport, type ImportProgress, MAX_GAPS } from "./import-progress.js";

/**
 * Reads and compares as an import does, and writes nothing. The counts are what would be: rows taken over, made, brought
 * up to date. What a filter drops shows only when it is written.
 */
export async function rehearseImport(
  parts: HistoryParts,
  range: HistoryRange,
  { signal, onProgress }: { signal?: AbortSignal; onProgress(progress: ImportProgress): void },
): Promise<{ status: "done" | "stopped"; progress: ImportProgress }> {
  const requestsBefore = parts.notion.requests;
  const { progress } = freshImport(range);
  const { counts } = progress;
  const show = () => {
    progress.notionRequests = parts.notion.requests - requestsBefore;
    onProgress(structuredClone(progress));
  };

  const rowOf = new Map<ActivityKey, string>();
  for (const kind of parts.rows.kinds) {
    for await (const { rows } of parts.rows.crawl(kind)) {
      if (signal?.aborted) return { status: "stopped", progress };
      const keys = [...new Set(rows.map(({ key }) => key))];
      const { activities } = await parts.store.activities({ keys, limit: Math.max(keys.length, 1) });
      const pageOf = new Map(activities.map(({ key, pageId }) => [key, pageId]));
      for (const { key, pageId } of rows) {
        const held = pageOf.get(key) ?? rowOf.get(key);
        if (held === undefined) counts.adopted++;
        else if (held !== pageId) counts.doubled++;
        rowOf.set(key, held ?? pageId);
      }
      show();
    }
  }
  progress.phase = "reading";
  for await (const page of parts.source.pages(range)) {
    if (signal?.aborted) return { status: "stopped", progress };
    for (const { row, known, isNews } of await planItems(parts, page.items, () => false)) {
      const hasRow = (known?.pageId ?? rowOf.get(row.key)) !== undefined;
      if (!hasRow) counts.new++;
      if (!isNews) counts.unchanged++;
      else counts[hasRow ? "updated" : "created"]++;
    }
    counts.read += page.items.length;
    progress.read = page.done;
    progress.gapCount += page.gaps.length;
    progress.gaps = [...progress.gaps, ...page.gaps].slice(0, MAX_GAPS);
    show();
  }
  progress.phase = "done";
  show();
  return { status: "done", progress };
}
