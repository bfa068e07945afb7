import { SyncError } from "../sync-error.js";
import { checkContacts } from "./check-contacts.js";
import type { ContactSource } from "./contact-source.js";
import { type IndexParts, putQueried } from "./index-parts.js";
import { readTrashState, writeTrashState } from "./index-state.js";

/** Whoever comes back from the trash is read by itself, as long as it is not a crowd; the next crawl reads all. */
const MOST_RESTORED = 20;

/**
 * Looks for contacts that were thrown away, and for those that were fetched back: neither need change their edit time, so
 * a query for changes may show none of it. One request for the newest hundred.
 */
export async function lookIntoTrash(parts: IndexParts, source: ContactSource): Promise<void> {
  const { notion, store, clock, logger } = parts;
  const before = await readTrashState(store);
  const askedAt = clock.now();
  try {
    const { results, has_more } = await notion.query(
      source.dataSourceId,
      {
        in_trash: true,
        sorts: [{ timestamp: "last_edited_time", direction: "descending" }],
        page_size: 100,
        filter_properties: source.propertyIds,
      },
      { priority: "low" },
    );
    const pageIds = results.filter(({ in_trash }) => in_trash !== false).map(({ id }) => id);
    await putQueried(
      parts,
      pageIds.map((pageId) => ({ pageId, createdAt: 0, identifiers: [] })),
      askedAt,
    );
    const there = new Set(pageIds);
    const restored = has_more ? [] : (before?.pageIds ?? []).filter((id) => !there.has(id));
    if (restored.length <= MOST_RESTORED) await checkContacts(parts, restored, "low");
    await writeTrashState(store, { lookedAt: askedAt, pageIds });
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== "notion_invalid_request") throw error;
    // A crawl notices the same, only later.
    logger.warn("canvas.trash_not_listed", { code: error.code });
    await writeTrashState(store, { lookedAt: askedAt, pageIds: before?.pageIds ?? [] });
  }
}
