import { crawlRows } from "../notion/crawl-rows.js";
import { type ContactSource, readContact } from "./contact-source.js";
import { type IndexParts, putQueried } from "./index-parts.js";
import {
  type CrawlState,
  readChangesUpTo,
  readIndexState,
  writeChangesUpTo,
  writeIndexState,
} from "./index-state.js";

/** Notion's answer to one request of a crawl. */
const PAGES_A_REQUEST = 100;
const HOUR_MS = 3_600_000;

/**
 * Reads all contacts, 100 a request, going on where a crawl of the same properties has stopped. Contacts that are not
 * met any more are forgotten at its end. Before each batch `goOn` may stop it by throwing.
 */
export async function crawlContacts(
  parts: IndexParts,
  source: ContactSource,
  goOn: () => Promise<void>,
): Promise<void> {
  const { notion, store, clock, logger, queryLagMs } = parts;
  const { done, underWay } = await readIndexState(store);
  let crawl: CrawlState =
    underWay?.signature === source.signature
      ? underWay
      : { signature: source.signature, startedAt: clock.now(), pages: 0 };
  const save = (state: CrawlState) => writeIndexState(store, { ...(done ? { done } : {}), underWay: state });

  await goOn();
  await save(crawl);
  const batches = crawlRows(
    notion,
    {
      dataSourceId: source.dataSourceId,
      properties: source.propertyIds,
      ...(crawl.cursor ? { cursor: crawl.cursor } : {}),
    },
    { priority: "low" },
  );
  let askedAt = clock.now();
  for await (const { rows, cursor } of batches) {
    await putQueried(
      parts,
      rows.map((page) => readContact(source, page)),
      // By the clock of whoever began: to one that is behind it, all that it reads itself would be from before the crawl.
      Math.max(askedAt, crawl.startedAt),
    );
    crawl = { ...crawl, pages: crawl.pages + rows.length, cursor };
    await save(crawl);
    await goOn();
    askedAt = clock.now();
  }
  // What came or went while it was under way is told by the changes since its beginning.
  parts.changed(await store.dropContacts(crawl.startedAt - queryLagMs));
  const { cursor: _, ...finished } = crawl;
  const upTo = await readChangesUpTo(store);
  if (upTo === undefined || upTo < finished.startedAt) await writeChangesUpTo(store, finished.startedAt);
  await writeIndexState(store, { done: finished });
  logger.info("canvas.crawled", { pages: finished.pages, durationMs: clock.now() - finished.startedAt });
}

/**
 * When all contacts are to be read again: deltas tell of no page that is thrown away or fetched back. Once an hour, or
 * so seldom that it costs a request a minute, but once a day.
 */
export const nextCrawlAt = ({ startedAt, pages }: CrawlState): number =>
  startedAt + Math.min(24 * HOUR_MS, Math.max(HOUR_MS, (pages / PAGES_A_REQUEST) * 60_000));
