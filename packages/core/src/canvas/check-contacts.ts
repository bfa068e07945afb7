import type { IndexedContact } from "../ports/canvas-state.js";
import type { Priority } from "../priority.js";
import { SyncError } from "../sync-error.js";
import { type ContactSource, readContact } from "./contact-source.js";
import type { IndexParts } from "./index-parts.js";

/**
 * Reads single contact pages by id, which does not lag: those that are named by a webhook, or that Notion refuses to
 * link to. Pages that are elsewhere, in other databases or in none, where a contact may have been moved to, are no contacts.
 */
export async function checkContacts(
  parts: IndexParts,
  pageIds: readonly string[],
  priority: Priority,
): Promise<void> {
  for (const pageId of new Set(pageIds)) {
    const askedAt = parts.clock.now();
    const source = await parts.source(priority);
    const contact = await readById(parts, source, pageId, priority);
    parts.changed(await parts.store.putContacts([contact], askedAt));
  }
}

async function readById(
  parts: IndexParts,
  source: ContactSource,
  pageId: string,
  priority: Priority,
): Promise<IndexedContact> {
  const gone = { pageId, createdAt: 0, identifiers: [] };
  try {
    const page = await parts.notion.retrievePage(pageId, { priority });
    const parent = page.parent?.data_source_id;
    const isOurs = parent !== undefined && plain(parent) === plain(source.dataSourceId);
    return isOurs ? readContact(source, page) : gone;
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== "notion_not_found") throw error;
    // It may also be the whole database that is not shared just now, which says nothing about the page.
    await parts.source(priority, 0);
    return gone;
  }
}

const plain = (id: string): string => id.replaceAll("-", "").toLowerCase();
