import type { ActivityRecord, ActivityState, HistoryParts, ReconcileParts } from "@openphone-notion/core";
import { valueText } from "./value-text.js";

/** One column of a row: what it should show and what it shows. */
export interface ComparedColumn {
  column: string;
  desired: string;
  actual: string;
  same: boolean;
}

/** Holds a row of Notion against what the record, the mapping and the live schema say. Links to contacts are left out. */
export async function compareColumns(
  parts: Pick<HistoryParts & ReconcileParts, "view" | "show" | "notion" | "sameValue">,
  { kind, record, progress, pageId }: ActivityState,
): Promise<ComparedColumn[]> {
  if (record === undefined) return [];
  const wanted = await parts.show(kind, await parts.view(record as unknown as ActivityRecord, progress));
  if (!wanted) return [];
  const page = pageId && (await parts.notion.retrievePage(pageId, { priority: "critical" }));
  const values = page ? page.properties : {};
  return Object.entries(wanted.properties).map(([column, value]) => ({
    column,
    desired: valueText(value),
    actual: valueText(values[column]),
    same: parts.sameValue(values[column], value),
  }));
}
