import { SyncError } from "../../sync-error.js";
import { readContact } from "../contact-source.js";
import type { IndexParts } from "../index-parts.js";
import { contactFilter } from "../lookup-filter.js";

/**
 * The contact page of an identifier that lies in the trash, if there is one: whoever threw it away does not want another
 * in its place. Where Notion does not list the trash, or cannot filter for it, there is none.
 */
export async function findTrashed(parts: IndexParts, identifier: string): Promise<string | undefined> {
  const source = await parts.source("standard");
  const filter = contactFilter(identifier, source.properties);
  if (!filter) return undefined;
  const { dataSourceId, propertyIds } = source;
  try {
    const asked = { filter, in_trash: true, page_size: 100, filter_properties: propertyIds };
    const { results } = await parts.notion.query(dataSourceId, asked, { priority: "standard" });
    const holds = (page: (typeof results)[number]) =>
      page.in_trash === true &&
      readContact(source, { ...page, in_trash: false }).identifiers.includes(identifier);
    return results.find(holds)?.id;
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== "notion_invalid_request") throw error;
    parts.logger.warn("canvas.trash_not_listed", { code: error.code });
    return undefined;
  }
}
