import type { Json } from "../json.js";
import type { Schema } from "../notion/schema.js";
import type { HistoryRow } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";
import { mayBlameContact } from "./contact-blame.js";
import { contentHash } from "./content-hash.js";
import type { EngineParts } from "./parts.js";
import { recoverCreate } from "./recover-create.js";
import type { Run } from "./run.js";
import type { Target } from "./targets.js";

/** What a write did, and the page it concerns. */
export interface Written {
  action: HistoryRow["action"];
  pageId?: string;
}

/**
 * Makes the page show `properties`: creates it, or updates those that have changed since they were last
 * written, or does nothing. Properties that the user has edited stay edited until their source changes.
 * Rejects when one of `contacts`, the pages that `properties` link to, may be what Notion cannot find.
 */
export async function writePage(
  parts: EngineParts,
  run: Run,
  target: Target,
  properties: Readonly<Record<string, Json>>,
  contacts: readonly string[],
): Promise<Written> {
  const hashes = await hashProperties(properties, target.schema);
  let pageId = run.activity.pageId;
  let action: HistoryRow["action"] = "unchanged";

  if (pageId === undefined && run.intent?.kind === "create") {
    const { detail } = run.intent;
    pageId = await recoverCreate(parts, run, target, run.intent);
    run.intent = undefined;
    if (pageId !== undefined) {
      action = "adopted";
      run.progress.written = { ...(detail as { hashes?: Record<string, string> })?.hashes };
    }
  }

  if (pageId === undefined) {
    const created = await run.intended({ kind: "create", detail: { hashes } }, (request) =>
      parts.notion.createPage(target.schema.dataSourceId, properties, request),
    );
    run.progress.written = hashes;
    return { action: "created", pageId: created.id };
  }

  const changed = Object.entries(properties).filter(([name]) => {
    const id = propertyId(target.schema, name);
    return run.progress.written[id] !== hashes[id];
  });
  if (changed.length === 0) return { action, pageId };
  try {
    await parts.notion.updatePage(pageId, Object.fromEntries(changed), run.request());
  } catch (error) {
    if (!(error instanceof SyncError) || !PAGE_IS_GONE.has(error.code) || mayBlameContact(error, contacts))
      throw error;
    // The user threw the page away; it stays where they put it.
    return { action: "trashed", pageId };
  }
  await parts.failpoint?.("update.done");
  run.progress.written = { ...run.progress.written, ...hashes };
  return { action: action === "adopted" ? action : "updated", pageId };
}

const PAGE_IS_GONE = new Set<string>(["notion_page_trashed", "notion_not_found"]);

/** By property id, which outlives a renaming. */
async function hashProperties(
  properties: Readonly<Record<string, Json>>,
  schema: Schema,
): Promise<Record<string, string>> {
  const entries = Object.entries(properties).map(
    async ([name, value]) => [propertyId(schema, name), await contentHash(value)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

const propertyId = (schema: Schema, name: string): string => schema.properties[name]?.id ?? name;
