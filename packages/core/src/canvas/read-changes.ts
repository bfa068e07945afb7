import type { QueryAnswer } from "../notion/gateway.js";
import type { Priority } from "../priority.js";
import { type ContactSource, readContact } from "./contact-source.js";
import { type IndexParts, putQueried } from "./index-parts.js";
import { readChangesUpTo, writeChangesUpTo, writeIndexState } from "./index-state.js";

const MINUTE_MS = 60_000;
/** Our clock and Notion's may differ by so much. */
const CLOCK_SKEW_MS = 45_000;
/** Where Notion ends every query. */
const MAX_RESULTS = 10_000;

/**
 * Reads the contacts that were edited since the last time, with an overlap: queries lag, and edit times are told, and
 * perhaps compared, rounded down to the minute. Answers whether all of them were read: where there were more than a query
 * answers, everything is to be crawled again.
 */
export async function readChanges(
  parts: IndexParts,
  source: ContactSource,
  priority: Priority,
): Promise<boolean> {
  const { notion, store, clock, queryLagMs } = parts;
  const upTo = await readChangesUpTo(store);
  if (upTo === undefined) return false;
  const startedAt = clock.now();
  const since = Math.floor((upTo - queryLagMs - CLOCK_SKEW_MS) / MINUTE_MS) * MINUTE_MS;
  let cursor: string | undefined;
  let read = 0;
  let answer: QueryAnswer;
  do {
    const askedAt = clock.now();
    answer = await notion.query(
      source.dataSourceId,
      {
        filter: {
          timestamp: "last_edited_time",
          last_edited_time: { on_or_after: new Date(since).toISOString() },
        },
        page_size: 100,
        filter_properties: source.propertyIds,
        ...(cursor === undefined ? {} : { start_cursor: cursor }),
      },
      { priority },
    );
    read += answer.results.length;
    const pages = answer.results.filter(({ object }) => object !== "data_source");
    await putQueried(
      parts,
      pages.map((page) => readContact(source, page)),
      askedAt,
    );
    cursor = answer.has_more && answer.next_cursor ? answer.next_cursor : undefined;
  } while (cursor !== undefined);

  if (answer.request_status?.type === "incomplete" || read >= MAX_RESULTS) {
    await writeIndexState(store, {});
    return false;
  }
  await writeChangesUpTo(store, startedAt);
  return true;
}
