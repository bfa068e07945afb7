import type { NotionGateway } from "../notion/gateway.js";
import type { Clock } from "../ports/clock.js";
import { SyncError } from "../sync-error.js";
import type { IndexParts } from "./index-parts.js";

/** Refusals lead to no more than one reading of the schema in this time. */
const READ_EVERY_MS = 60_000;

/**
 * Queries the contact database. What Notion refuses may name a property that has been deleted or given another type since
 * the schema was read: it is read anew then, and rejects with `notion_lookup_pending` if it has changed, so that whoever
 * asks again asks for what there is.
 */
export function askContacts(
  notion: Pick<NotionGateway, "query">,
  { source, clock }: Pick<IndexParts, "source"> & { clock: Clock },
): NotionGateway["query"] {
  let readAt = Number.NEGATIVE_INFINITY;
  return async (dataSourceId, body, context) => {
    const { priority } = context;
    const { properties } = await source(priority);
    try {
      return await notion.query(dataSourceId, body, context);
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== "notion_invalid_request") throw error;
      const now = clock.now();
      if (now - readAt >= READ_EVERY_MS) readAt = now;
      const live = await source(priority, now - readAt + 1);
      if (JSON.stringify(live.properties) === JSON.stringify(properties)) throw error;
      throw new SyncError("notion_lookup_pending", "The contact database has other properties now.", {
        retry: "now",
        cause: error,
      });
    }
  };
}
