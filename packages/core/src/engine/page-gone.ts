import type { Schema } from "../notion/schema.js";
import { SyncError } from "../sync-error.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/** How Notion refuses to touch a page that somebody threw away. */
const MAY_BE_GONE = new Set<string>(["notion_page_trashed", "notion_not_found"]);

/** Whether an error may mean that the page is no longer there; `isGone` finds out. */
export const mayBeGone = (error: unknown): boolean =>
  error instanceof SyncError && MAY_BE_GONE.has(error.code);

/**
 * Whether the user threw our page away. Looks at the page itself, and at its database: one that is not shared just now,
 * or lies in the trash with all its rows, is no decision about the page; then it rejects with that cause.
 */
export async function isGone(parts: EngineParts, run: Run, pageId: string): Promise<boolean> {
  try {
    if ((await parts.notion.retrievePage(pageId, run.request())).in_trash !== true) return false;
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== "notion_not_found") throw error;
  }
  const target = await parts.targets.target(run.activity.kind, run.request(), 0);
  if (target?.schema.inTrash) throw inTrash(target.schema.dataSourceId);
  return true;
}

/** Whether the user moved our page out of its database, whose schema was read a moment ago: it has other columns there. */
export async function isMoved(
  parts: EngineParts,
  run: Run,
  { dataSourceId, databaseId }: Schema,
): Promise<boolean> {
  const { pageId } = run.activity;
  if (pageId === undefined) return false;
  try {
    const { parent } = await parts.notion.retrievePage(pageId, run.request());
    if (!parent) return false;
    const { data_source_id: source, database_id: database } = parent;
    return source === undefined ? database !== databaseId : source !== dataSourceId;
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== "notion_not_found") throw error;
    return true;
  }
}

const inTrash = (subject: string): SyncError =>
  new SyncError("notion_page_trashed", "The database is in Notion's trash: fetch it back.", {
    ...{ retry: "never", subject },
  });

/** Whether a create was refused over something that the row names, such as a page that it links to, not over its database. */
export const isOverContent = (error: unknown, { dataSourceId, databaseId }: Schema): error is SyncError =>
  error instanceof SyncError &&
  error.code === "notion_not_found" &&
  error.subject !== undefined &&
  error.subject !== dataSourceId &&
  error.subject !== databaseId;

/** What a refusal means when its page is there after all: restored meanwhile, or it is about what was written. */
export function whileThere({ code, message, status, subject, cause }: SyncError): SyncError {
  const options = { ...(status ? { status } : {}), ...(subject ? { subject } : {}), cause };
  return code === "notion_page_trashed"
    ? new SyncError("notion_conflict", "The page came back from the trash.", { retry: "now", ...options })
    : new SyncError("notion_invalid_request", message, { retry: "never", ...options });
}
