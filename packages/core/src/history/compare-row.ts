import { contentHash } from "../engine/content-hash.js";
import { readProgress } from "../engine/progress.js";
import type { NotionPage } from "../notion/gateway.js";
import type { SchemaProperty } from "../notion/schema.js";
import type { ActivityState } from "../ports/state-store.js";
import type { ActivityRecord } from "../record/record.js";
import type { ReconcileParts } from "./history-parts.js";

/** A column of a row that does not show what it should. */
export interface DifferingColumn {
  name: string;
  propertyId: string;
  /**
   * `stale`: what it should show has not been written. `edited`: it has, so somebody changed it, or the write was lost.
   */
  kind: "stale" | "edited";
}

/** Compares a row with what the record, the mapping and the live schema say it should show. Links to contacts are left out. */
export async function compareRow(
  parts: Pick<ReconcileParts, "view" | "show" | "sameValue">,
  { kind, record, progress }: ActivityState,
  page: NotionPage,
): Promise<DifferingColumn[]> {
  if (record === undefined) return [];
  const wanted = await parts.show(kind, await parts.view(record as unknown as ActivityRecord, progress));
  if (!wanted) return [];
  const { written } = readProgress(progress);
  const differing: DifferingColumn[] = [];
  for (const [name, value] of Object.entries(wanted.properties)) {
    const property = wanted.schema.properties[name];
    if (!property || parts.sameValue(liveValue(page, property), value)) continue;
    const isWritten = written[property.id] === contentHash(value);
    differing.push({ name, propertyId: property.id, kind: isWritten ? "edited" : "stale" });
  }
  return differing;
}

/** By id as well as by name: the property may have been renamed since the schema was read. */
const liveValue = ({ properties }: NotionPage, { id, name }: SchemaProperty): unknown =>
  properties[name] ??
  Object.values(properties).find((value) => (value as { id?: unknown } | null)?.id === id);
