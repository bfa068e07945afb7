import { type CrawledRows, type CrawlOptions, crawlRows, rowId } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { gatewayTo, low } from "./gateway-to.js";
import { manualClock } from "./under-test.js";

const MINUTE_MS = 60_000;

/** A database with `perMinute[i]` rows made in its minute `i`, some seconds apart. */
function tableOf(perMinute: readonly number[]) {
  const clock = manualClock();
  const start = clock.now();
  const notion = fakeNotion({
    databases: {
      rows: { Name: { type: "title" }, "Call ID": { type: "rich_text" }, Note: { type: "rich_text" } },
    },
    clock,
    window: false,
  });
  let made = 0;
  for (const [minute, count] of perMinute.entries()) {
    clock.advance(start + minute * MINUTE_MS - clock.now());
    for (let row = 0; row < count; row++) {
      if (row === count >> 1) clock.advance(20_000);
      notion.addPage("rows", { Name: "x", "Call ID": `AC${made++}`, Note: "long" });
    }
  }
  const gateway = gatewayTo(notion, { clock });
  const { dataSourceId } = notion.databases.rows;
  const crawl = (options: Partial<CrawlOptions> = {}) =>
    crawlRows(gateway, { dataSourceId, ...options }, low);
  return { clock, start, notion, gateway, dataSourceId, crawl };
}

/** Sorted: in which order the rows of one minute come is Notion's business. */
async function all(crawl: AsyncIterable<CrawledRows>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { rows } of crawl) ids.push(...rows.map((row) => row.id));
  return ids.sort();
}

const idsOf = (notion: { pages(database: "rows"): { id: string }[] }, from?: number, to?: number) =>
  notion
    .pages("rows")
    .map(({ id }) => id)
    .slice(from, to)
    .sort();

test("all rows come once, 100 a request", async () => {
  const { notion, crawl } = tableOf([120, 0, 130]);
  expect(await all(crawl())).toEqual(idsOf(notion));
  expect(notion.counts).toMatchObject({ requests: 3, queries: 3 });
});

test("an empty data source is one request", async () => {
  const { notion, crawl } = tableOf([]);
  expect(await all(crawl())).toEqual([]);
  expect(notion.counts.requests).toBe(1);
});

test("only the properties asked for are answered, and the id is read out of them even when renamed", async () => {
  const { notion, gateway, dataSourceId, crawl } = tableOf([2]);
  const { properties } = await gateway.schema(dataSourceId, low);
  const idProperty = properties["Call ID"]!;
  notion.renameProperty("rows", "Call ID", "Renamed");
  notion.addPage("rows", { Name: "Without an id" });
  for await (const { rows } of crawl({ properties: [idProperty.id] })) {
    expect(rows.map((row) => Object.keys(row.properties))).toEqual([["Renamed"], ["Renamed"], ["Renamed"]]);
    expect(rows.map((row) => rowId(row, idProperty)).sort()).toEqual(["AC0", "AC1", undefined]);
  }
});

test("the trash is left out", async () => {
  const { notion, crawl } = tableOf([3]);
  const [first, ...others] = idsOf(notion);
  notion.trashPage(first!);
  expect(await all(crawl())).toEqual(others);
});

test("bounds take whole minutes, whatever second they fall on", async () => {
  const { notion, start, crawl } = tableOf([2, 2, 2, 2]);
  const since = start + MINUTE_MS + 59_000;
  expect(await all(crawl({ since, until: start + 2 * MINUTE_MS + 1_000 }))).toEqual(idsOf(notion, 2, 6));
  expect(await all(crawl({ since, until: start + 2 * MINUTE_MS }))).toEqual(idsOf(notion, 2, 4));
});

test("rows that are made meanwhile cost none of the others", async () => {
  const { notion, crawl } = tableOf([999, 10]);
  const before = idsOf(notion);
  const ids: string[] = [];
  for await (const { rows } of crawl()) {
    ids.push(...rows.map((row) => row.id));
    if (ids.length > 500) notion.addPage("rows", { Name: "late" });
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(before.filter((id) => !ids.includes(id))).toEqual([]);
});

describe("past the 10,000 rows of one query", () => {
  test("nothing is lost or doubled in the minute that the limit falls in, for one request more", async () => {
    const perMinute = Array.from({ length: 160 }, (_, minute) => 35 + (minute % 70));
    const rows = perMinute.reduce((sum, count) => sum + count, 0);
    const { notion, crawl } = tableOf(perMinute);
    expect(await all(crawl())).toEqual(idsOf(notion));
    const partitions = Math.ceil(rows / 10_000);
    expect(partitions).toBe(2);
    expect(notion.counts.queries).toBeLessThanOrEqual(Math.ceil(rows / 100) + partitions);
  });

  test("a minute with thousands of rows across the limit is read whole", async () => {
    const { notion, crawl } = tableOf([9_000, 1_500, 50]);
    expect(await all(crawl())).toEqual(idsOf(notion));
  });

  test("exactly 10,000 rows are one partition", async () => {
    const { notion, crawl } = tableOf([5_000, 5_000]);
    expect(await all(crawl())).toHaveLength(10_000);
    expect(notion.counts.queries).toBe(100);
  });

  test("more than 10,000 rows in one minute are refused rather than cut", async () => {
    const { crawl } = tableOf([10_010]);
    await expect(all(crawl())).rejects.toMatchObject({ code: "notion_row_limit", retry: "never" });
  });
});

describe("the cursor", () => {
  test("goes on after any batch, in the middle of a minute too", async () => {
    const { notion, crawl } = tableOf([40, 260, 150]);
    const read: string[] = [];
    let batches = 0;
    for await (const { rows, cursor } of crawl()) {
      batches++;
      read.push(...rows.map((row) => row.id));
      const rest = await all(crawl({ cursor: JSON.parse(JSON.stringify(cursor)) }));
      expect([...read, ...rest].sort()).toEqual(idsOf(notion));
    }
    expect(batches).toBe(5);
  });

  test("of a crawl that a failed request ended serves to finish it", async () => {
    const { notion, crawl } = tableOf([250, 250]);
    const ids: string[] = [];
    let cursor: CrawledRows["cursor"] | undefined;
    const crawlOn = async () => {
      for await (const batch of crawl({ ...(cursor && { cursor }) })) {
        ids.push(...batch.rows.map((row) => row.id));
        cursor = batch.cursor;
        if (ids.length < 400)
          notion.faults.next({ path: /query$/ }, ids.length % 200 ? "503" : "reset-before-commit");
      }
    };
    let failures = 0;
    for (let done = false; !done; ) {
      done = await crawlOn().then(
        () => true,
        (error) => {
          expect(error).toMatchObject({ name: "SyncError", retry: "now" });
          failures++;
          return false;
        },
      );
    }
    expect(failures).toBe(4);
    expect(ids.sort()).toEqual(idsOf(notion));
  });

  test("of a finished crawl finds what came since", async () => {
    const { notion, clock, crawl } = tableOf([150]);
    let cursor: CrawledRows["cursor"] | undefined;
    for await (const batch of crawl()) cursor = batch.cursor;
    const inTheSameMinute = notion.addPage("rows", { Name: "new" });
    clock.advance(MINUTE_MS);
    const later = notion.addPage("rows", { Name: "newer" });
    const before = notion.counts.queries;
    expect(await all(crawl({ cursor: cursor! }))).toEqual([inTheSameMinute.id, later.id].sort());
    expect(notion.counts.queries - before).toBe(2);
  });

  test("holds the ids of one minute only", async () => {
    const { crawl } = tableOf([300, 100, 5, 7]);
    let last: CrawledRows["cursor"] | undefined;
    for await (const { cursor } of crawl()) last = cursor;
    expect(last?.seen).toHaveLength(7);
  });
});
