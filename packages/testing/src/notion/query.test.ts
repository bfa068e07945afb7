import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { call, manualClock, text } from "./under-test.js";

const rows = {
  Name: { type: "title" },
  "Call ID": { type: "rich_text" },
  Phone: { type: "phone_number" },
  Count: { type: "number" },
  Done: { type: "checkbox" },
  Kind: { type: "select", options: ["a", "b"] },
  Tags: { type: "multi_select" },
  When: { type: "date" },
  Files: { type: "files" },
  Friend: { type: "relation" },
} as const;

const setUp = (options: { queryLagMs?: number } = {}) => {
  const clock = manualClock();
  const notion = fakeNotion({ databases: { rows }, clock, window: false, ...options });
  const path = `/v1/data_sources/${notion.databases.rows.dataSourceId}/query`;
  const query = (body: object = {}, search = "") => call(notion, "POST", `${path}${search}`, body);
  const names = async (filter?: unknown, sorts?: unknown): Promise<string[]> => {
    const { body } = await query({
      ...(filter !== undefined && { filter }),
      ...(sorts !== undefined && { sorts }),
    });
    if (body.object === "error") throw new Error(body.message);
    return body.results.map((page: { properties: { Name: { title: { plain_text: string }[] } } }) =>
      page.properties.Name.title.map((item) => item.plain_text).join(""),
    );
  };
  return { notion, clock, query, names };
};

describe("filters", () => {
  const world = () => {
    const setting = setUp();
    const { notion, clock } = setting;
    const ann = notion.addPage("rows", {
      Name: "Ann",
      "Call ID": "AC1",
      Phone: "+1 (555) 555-0123",
      Count: 1,
      Kind: "a",
      Tags: ["x", "y"],
      When: "2026-11-20",
      Files: [{ name: "f", url: "https://example.test/f" }],
    });
    clock.advance(90_000);
    notion.addPage("rows", {
      Name: "Bob",
      "Call ID": "AC2",
      Count: 2,
      Done: true,
      Kind: "b",
      When: "2026-11-21T09:30:00Z",
      Friend: [ann.id],
    });
    clock.advance(90_000);
    notion.addPage("rows", { Name: "Cid" });
    return { ...setting, ann };
  };

  test.each<[string, object, string[]]>([
    ["text equals", { property: "Call ID", rich_text: { equals: "AC1" } }, ["Ann"]],
    ["text equals is exact", { property: "Call ID", rich_text: { equals: "ac1" } }, []],
    ["text does_not_equal", { property: "Call ID", rich_text: { does_not_equal: "AC1" } }, ["Cid", "Bob"]],
    ["title contains", { property: "Name", title: { contains: "n" } }, ["Ann"]],
    ["title does_not_contain", { property: "Name", title: { does_not_contain: "n" } }, ["Cid", "Bob"]],
    ["phone ends_with", { property: "Phone", phone_number: { ends_with: "0123" } }, ["Ann"]],
    ["phone equals compares text", { property: "Phone", phone_number: { equals: "+15555550123" } }, []],
    ["title starts_with", { property: "title", title: { starts_with: "c" } }, ["Cid"]],
    ["text is_empty", { property: "Call ID", rich_text: { is_empty: true } }, ["Cid"]],
    ["phone is_not_empty", { property: "Phone", phone_number: { is_not_empty: true } }, ["Ann"]],
    ["number greater_than", { property: "Count", number: { greater_than: 1 } }, ["Bob"]],
    ["number less_than_or_equal_to", { property: "Count", number: { less_than_or_equal_to: 1 } }, ["Ann"]],
    ["number is_empty", { property: "Count", number: { is_empty: true } }, ["Cid"]],
    ["checkbox equals", { property: "Done", checkbox: { equals: false } }, ["Cid", "Ann"]],
    ["select equals", { property: "Kind", select: { equals: "a" } }, ["Ann"]],
    ["select equals one of", { property: "Kind", select: { equals: ["a", "b"] } }, ["Bob", "Ann"]],
    ["select is_empty", { property: "Kind", select: { is_empty: true } }, ["Cid"]],
    ["multi_select contains", { property: "Tags", multi_select: { contains: "y" } }, ["Ann"]],
    ["date on a day", { property: "When", date: { equals: "2026-11-21" } }, ["Bob"]],
    ["date before a time", { property: "When", date: { before: "2026-11-21T09:30:00Z" } }, ["Ann"]],
    ["date after a day", { property: "When", date: { after: "2026-11-20" } }, ["Bob"]],
    ["date is_empty", { property: "When", date: { is_empty: true } }, ["Cid"]],
    ["files is_empty", { property: "Files", files: { is_empty: true } }, ["Cid", "Bob"]],
    ["relation is_not_empty", { property: "Friend", relation: { is_not_empty: true } }, ["Bob"]],
    [
      "created since",
      { timestamp: "created_time", created_time: { on_or_after: "2026-11-21T10:01:00Z" } },
      ["Cid", "Bob"],
    ],
    // Created at 10:01:30, but shown and compared as 10:01:00.
    [
      "created since, seconds",
      { timestamp: "created_time", created_time: { on_or_after: "2026-11-21T10:01:20Z" } },
      ["Cid"],
    ],
    [
      "and",
      {
        and: [
          { property: "Count", number: { is_not_empty: true } },
          { property: "Done", checkbox: { equals: false } },
        ],
      },
      ["Ann"],
    ],
    [
      "or in and",
      {
        and: [
          {
            or: [
              { property: "Name", title: { equals: "Ann" } },
              { property: "Name", title: { equals: "Cid" } },
            ],
          },
          { property: "Count", number: { is_empty: true } },
        ],
      },
      ["Cid"],
    ],
  ])("%s", async (_, filter, expected) => {
    expect(await world().names(filter)).toEqual(expected);
  });

  test("relation contains takes ids without dashes", async () => {
    const { names, ann } = world();
    const contains = ann.id.replaceAll("-", "");
    expect(await names({ property: "Friend", relation: { contains } })).toEqual(["Bob"]);
  });

  test.each<[string, object, string]>([
    [
      "unknown property",
      { property: "Nope", title: { equals: "x" } },
      "Could not find property with name or id: Nope",
    ],
    [
      "another type",
      { property: "Phone", rich_text: { equals: "x" } },
      "database property phone_number does not match filter rich_text",
    ],
    [
      "unknown option",
      { property: "Kind", select: { equals: "z" } },
      'select option "z" not found for property "Kind". Available options: "a", "b"',
    ],
    [
      "unknown operator",
      { property: "Name", title: { like: "x" } },
      "body.filter.title.like should be not present",
    ],
    ["empty", {}, "body.filter.property should be defined"],
    [
      "three levels",
      { and: [{ or: [{ and: [] }] }] },
      "body.filter.and[0].or[0].and should be not present, instead was `[]`.",
    ],
  ])("%s is refused", async (_, filter, message) => {
    await expect(world().names(filter)).rejects.toThrow(message);
  });
});

describe("order and pages", () => {
  test("unsorted rows come newest first, empty values last in either direction", async () => {
    const { notion, names } = setUp();
    for (const [Name, Count] of [
      ["one", 2],
      ["two", null],
      ["three", 1],
    ] as const)
      notion.addPage("rows", { Name, Count });
    expect(await names()).toEqual(["three", "two", "one"]);
    expect(await names(undefined, [{ property: "Count", direction: "ascending" }])).toEqual([
      "three",
      "one",
      "two",
    ]);
    expect(await names(undefined, [{ property: "Count", direction: "descending" }])).toEqual([
      "one",
      "three",
      "two",
    ]);
  });

  test("walking the cursors gives every row once, whatever the page size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 12 }),
        async (count, page_size) => {
          const { notion, query } = setUp();
          for (let index = 0; index < count; index++) notion.addPage("rows", { Name: String(index) });
          const seen: string[] = [];
          let start_cursor: string | null = null;
          do {
            const { body } = await query({ page_size, start_cursor });
            seen.push(...body.results.map((page: { id: string }) => page.id));
            start_cursor = body.next_cursor;
          } while (start_cursor);
          expect(seen).toEqual(
            notion
              .pages("rows")
              .map((page) => page.id)
              .reverse(),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  test("a cursor survives that its row no longer matches, and an invented one is refused", async () => {
    const { notion, query } = setUp();
    for (const Name of ["c", "b", "a"]) notion.addPage("rows", { Name });
    const first = await query({ page_size: 1 });
    notion.trashPage(first.body.next_cursor);
    const rest = await query({ start_cursor: first.body.next_cursor });
    expect(rest.body.results).toHaveLength(1);
    expect((await query({ start_cursor: "nope" })).body.message).toBe(
      "The start_cursor provided is invalid: nope",
    );
  });

  test("page_size is 1 to 100", async () => {
    const { query } = setUp();
    expect((await query({ page_size: 101 })).body.message).toContain(
      "body.page_size should be ≤ `100`, instead was `101`",
    );
    expect((await query({ page_size: 0 })).body.message).toContain("body.page_size should be ≥ `1`");
  });

  test("filter_properties cuts the answer down", async () => {
    const { notion, query } = setUp();
    notion.addPage("rows", { Name: "Ann", Count: 1 });
    const { body } = await query({}, "?filter_properties=title");
    expect(Object.keys(body.results[0].properties)).toEqual(["Name"]);
  });

  test("every query ends at 10,000 results and says that it is incomplete", async () => {
    const { notion, query } = setUp();
    for (let index = 0; index < 10_001; index++) notion.addPage("rows", { Count: index });
    const ids = notion
      .pages("rows")
      .map((page) => page.id)
      .reverse();
    const last = await query({ start_cursor: ids[9_950] });
    expect(last.body.results).toHaveLength(50);
    expect(last.body).toMatchObject({
      has_more: false,
      next_cursor: null,
      request_status: { type: "incomplete", incomplete_reason: "query_result_limit_reached" },
    });
    expect((await query({ start_cursor: ids[9_800] })).body).toMatchObject({
      has_more: true,
      request_status: { type: "complete" },
    });
  });

  test("pages in the trash are only found by asking for them", async () => {
    const { notion, query, names } = setUp();
    notion.trashPage(notion.addPage("rows", { Name: "old" }).id);
    expect(await names()).toEqual([]);
    expect((await query({ in_trash: true })).body.results).toHaveLength(1);
  });
});

describe("query lag", () => {
  test("a new page is read by id at once, and found by queries and search only after the lag", async () => {
    const { notion, clock, names } = setUp({ queryLagMs: 3_000 });
    const { body } = await call(notion, "POST", "/v1/pages", {
      parent: { data_source_id: notion.databases.rows.dataSourceId },
      properties: { Name: { title: text("Ann") } },
    });
    const found = () =>
      call(notion, "POST", "/v1/search", { query: "ann", filter: { property: "object", value: "page" } });
    expect((await call(notion, "GET", `/v1/pages/${body.id}`)).status).toBe(200);
    clock.advance(2_999);
    expect(await names()).toEqual([]);
    expect((await found()).body.results).toEqual([]);
    clock.advance(1);
    expect(await names()).toEqual(["Ann"]);
    expect((await found()).body.results).toHaveLength(1);
  });

  test("until the lag has passed, queries match and answer the old values", async () => {
    const { notion, clock, names } = setUp({ queryLagMs: 3_000 });
    const { id } = notion.addPage("rows", { Name: "old", Count: 1 });
    clock.advance(3_000);
    notion.editPage(id, { Name: "new", Count: 2 });
    clock.advance(1_000);
    notion.trashPage(id);
    const counted = (count: number) => names({ property: "Count", number: { equals: count } });
    expect([await counted(1), await counted(2)]).toEqual([["old"], []]);
    clock.advance(2_000);
    expect([await counted(1), await counted(2)]).toEqual([[], ["new"]]);
    clock.advance(1_000);
    expect(await names()).toEqual([]);
  });
});
