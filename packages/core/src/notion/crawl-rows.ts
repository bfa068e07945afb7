import type { Json } from "../json.js";
import { SyncError } from "../sync-error.js";
import type { NotionGateway, NotionPage, QueryAnswer, RequestContext } from "./gateway.js";

/** Every query stops here, whatever its cursor. Source: developers.notion.com/guides/data-apis/query-large-data-sources. */
const MAX_RESULTS = 10_000;
const MINUTE_MS = 60_000;

/**
 * Where a crawl stands, as plain JSON: good for as long as the rows are, since it does not depend on a cursor
 * of Notion's. Holds the ids of the rows of one minute.
 */
export type CrawlCursor = {
  /** The `created_time` of the rows read last: Notion tells it to the minute. */
  minute: string;
  /** The rows of that minute that have been read. */
  seen: readonly string[];
};

/** Which rows, and how much of each. */
export interface CrawlOptions {
  dataSourceId: string;
  /** Ids of the properties to answer; all of them without it. Fewer make the answers much smaller. */
  properties?: readonly string[];
  /** Only rows created at or after; milliseconds since the epoch, rounded down to the minute. */
  since?: number;
  /** Only rows created before; milliseconds since the epoch, rounded up to the minute. */
  until?: number;
  /** Goes on after the batch that it came with. */
  cursor?: CrawlCursor;
}

/** Up to 100 rows, none of them answered before; oldest first. */
export interface CrawledRows {
  rows: NotionPage[];
  /** Once these rows are dealt with, store it to go on from here after a restart. */
  cursor: CrawlCursor;
}

/**
 * All live rows of a data source, each once, 100 a request; also past the 10,000 rows at which Notion ends any
 * one query. Rows that are made meanwhile may be among them or not. A failed request ends the crawl with its `SyncError`: go
 * on with the last cursor.
 */
export async function* crawlRows(
  notion: Pick<NotionGateway, "query">,
  { dataSourceId, properties, since, until, cursor }: CrawlOptions,
  context: RequestContext,
): AsyncGenerator<CrawledRows, void, undefined> {
  const end = until === undefined ? undefined : instant(Math.ceil(until / MINUTE_MS));
  let minute = cursor?.minute ?? (since === undefined ? undefined : instant(Math.floor(since / MINUTE_MS)));
  let seen = new Set(cursor?.seen);

  for (;;) {
    const start = minute;
    let read = 0;
    let after: string | undefined;
    let answer: QueryAnswer;
    do {
      const filter = createdBetween(start, end);
      answer = await notion.query(
        dataSourceId,
        {
          ...(filter && { filter }),
          sorts: [{ timestamp: "created_time", direction: "ascending" }],
          page_size: 100,
          ...(properties && { filter_properties: properties }),
          ...(after !== undefined && { start_cursor: after }),
        },
        context,
      );
      read += answer.results.length;
      const rows: NotionPage[] = [];
      for (const row of answer.results) {
        if (row.created_time !== undefined && (minute === undefined || row.created_time > minute)) {
          // The answer is in order and no query goes back behind this minute: earlier rows cannot come again.
          minute = row.created_time;
          seen = new Set();
        }
        if (seen.has(row.id)) continue;
        seen.add(row.id);
        if (row.in_trash !== true && row.object !== "data_source") rows.push(row);
      }
      if (rows.length > 0 && minute !== undefined) yield { rows, cursor: { minute, seen: [...seen] } };
      after = answer.has_more && answer.next_cursor ? answer.next_cursor : undefined;
    } while (after !== undefined);

    const status = answer.request_status?.type;
    if (status === "complete" || (status === undefined && read < MAX_RESULTS)) return;
    if (minute === start) throw tooManyInOneMinute();
  }
}

const instant = (minutes: number): string => new Date(minutes * MINUTE_MS).toISOString();

/** Whole minutes, so that it does not matter whether Notion compares the exact time or the rounded one. */
function createdBetween(start: string | undefined, end: string | undefined): Json | undefined {
  const bounds: Json[] = [];
  if (start !== undefined) bounds.push({ timestamp: "created_time", created_time: { on_or_after: start } });
  if (end !== undefined) bounds.push({ timestamp: "created_time", created_time: { before: end } });
  return bounds.length > 1 ? { and: bounds } : bounds[0];
}

const tooManyInOneMinute = () =>
  new SyncError(
    "notion_row_limit",
    `Notion's queries cannot list all rows: more than ${MAX_RESULTS} were created within one minute. Move some of them to another database.`,
    { retry: "never" },
  );
