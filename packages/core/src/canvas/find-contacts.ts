import type { Json } from "../json.js";
import type { QueryAnswer } from "../notion/gateway.js";
import { SyncError } from "../sync-error.js";
import type { ContactSource } from "./contact-source.js";
import { readContact } from "./contact-source.js";
import { type IndexParts, putQueried } from "./index-parts.js";
import { contactFilter } from "./lookup-filter.js";

const OLDEST_FIRST: Json = [{ timestamp: "created_time", direction: "ascending" }];

/** Types that a filter finds nothing in, or only where they yield text. */
const HIDDEN = { rollup: true, formula: true } as const;

/**
 * Asks Notion for one identifier (E.164 or e-mail address) while the index does not hold all contacts, and takes in
 * whom it answers. Where Notion cannot filter every property that counts, finding nobody means nothing, and rejects.
 * Answers its contacts where Notion has told all that the store can know of them: that there is none, or just one that
 * was news to the store.
 */
export async function findContacts(
  parts: IndexParts,
  source: ContactSource,
  identifier: string,
): Promise<string[] | undefined> {
  const { notion, clock } = parts;
  const properties = identifier.includes("@") ? source.properties.email : source.properties.phone;
  const filter = contactFilter(identifier, source.properties);
  const found = new Set<string>();
  let isNews = false;
  let cursor: string | null | undefined;
  do {
    if (!filter) break;
    const askedAt = clock.now();
    let answer: QueryAnswer;
    try {
      answer = await notion.query(
        source.dataSourceId,
        {
          filter,
          sorts: OLDEST_FIRST,
          page_size: 100,
          filter_properties: source.propertyIds,
          ...(cursor ? { start_cursor: cursor } : {}),
        },
        { priority: "critical" },
      );
    } catch (error) {
      // A formula that yields no text is refused.
      const mayBeRefused = error instanceof SyncError && error.code === "notion_invalid_request";
      if (mayBeRefused && properties.some(({ type }) => type === "formula")) throw notYetRead(error);
      throw error;
    }
    const contacts = answer.results.map((page) => readContact(source, page));
    for (const { pageId, identifiers } of contacts) if (identifiers.includes(identifier)) found.add(pageId);
    const changed = await putQueried(parts, contacts, askedAt);
    isNews ||= changed.includes(identifier);
    cursor = answer.has_more ? answer.next_cursor : undefined;
  } while (cursor);
  if (found.size === 0 && (!filter || properties.some(({ type }) => type in HIDDEN))) throw notYetRead();
  return found.size === 0 || (found.size === 1 && isNews) ? [...found] : undefined;
}

const notYetRead = (cause?: unknown): SyncError =>
  new SyncError("notion_lookup_pending", "The contacts have not all been read yet.", { retry: "now", cause });
