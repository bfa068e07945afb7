import { beforeEach, describe, expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { type Answered, type CallOptions, call, text } from "./under-test.js";

const setUp = () =>
  fakeNotion({
    token: "secret",
    databases: {
      rows: {
        Name: { type: "title" },
        Text: { type: "rich_text" },
        Count: { type: "number" },
        Kind: { type: "select" },
        Tags: { type: "multi_select" },
        State: { type: "status", options: ["Open", "Closed"] },
        Phone: { type: "phone_number" },
        Mail: { type: "email" },
        Link: { type: "url" },
        When: { type: "date" },
        Done: { type: "checkbox" },
        Files: { type: "files" },
        Friend: { type: "relation" },
        Made: { type: "created_time" },
        Sum: { type: "formula" },
        No: { type: "unique_id" },
      },
    },
  });

let notion: ReturnType<typeof setUp>;
beforeEach(() => {
  notion = setUp();
});

const create = (properties: unknown, more: object = {}): Promise<Answered> =>
  call(notion, "POST", "/v1/pages", {
    parent: { data_source_id: notion.databases.rows.dataSourceId },
    properties,
    ...more,
  });

describe("credentials and the request itself", () => {
  const request = (options: CallOptions, body?: unknown) => call(notion, "POST", "/v1/pages", body, options);

  test.each([
    ["no token", { token: null }, 401, "unauthorized", "API token is invalid."],
    ["another token", { token: "other" }, 401, "unauthorized", "API token is invalid."],
    [
      "no version",
      { version: null },
      400,
      "missing_version",
      "Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.",
    ],
  ])("%s", async (_, options, status, code, message) => {
    const answer = await request(options);
    expect(answer.body).toMatchObject({ object: "error", status, code, message });
    expect(answer.headers.get("x-notion-request-id")).toBe(answer.body.request_id);
  });

  test("an unknown version, broken JSON, and more than 500 KB", async () => {
    expect((await request({ version: "2026-02-01" })).body.message).toContain('instead was `"2026-02-01"`');
    expect((await request({}, "{")).body).toMatchObject({
      code: "invalid_json",
      message: "Error parsing JSON body.",
    });
    expect((await request({}, { filler: "x".repeat(500_000) })).body).toMatchObject({
      code: "validation_error",
    });
  });

  test("an unknown URL is answered before the token is looked at", async () => {
    expect((await call(notion, "GET", "/v1/nope", undefined, { token: null })).body.code).toBe(
      "invalid_request_url",
    );
  });

  test("ids that are none, and ids of nothing", async () => {
    expect((await call(notion, "GET", "/v1/pages/abc")).body.message).toBe(
      'path failed validation: path.page_id should be a valid uuid, instead was `"abc"`.',
    );
    const id = "00000000-0000-4000-8000-000000000000";
    expect((await call(notion, "GET", `/v1/pages/${id}`)).body).toMatchObject({
      status: 404,
      code: "object_not_found",
      message: `Could not find page with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`,
    });
  });
});

describe("values", () => {
  test("every writable type is stored and answered in Notion's shape", async () => {
    const friend = notion.addPage("rows", { Name: "Friend" });
    const { body } = await create({
      Name: {
        title: [{ text: { content: "A " } }, { text: { content: "b", link: { url: "https://x.test" } } }],
      },
      Text: { type: "rich_text", rich_text: text("t") },
      Count: { number: 0 },
      Kind: { select: { name: "new" } },
      Tags: { multi_select: [{ name: "x" }, { name: "y" }, { name: "x" }] },
      State: { status: { name: "Open" } },
      Phone: { phone_number: "+15555550123" },
      Mail: { email: "a@example.test" },
      Link: { url: "https://example.test" },
      When: { date: { start: "2026-11-21T09:00:00Z" } },
      Done: { checkbox: true },
      Files: { files: [{ name: "f", external: { url: "https://example.test/f" } }] },
      Friend: { relation: [{ id: friend.id.replaceAll("-", "") }] },
    });
    expect(body.properties.Name.title[1]).toMatchObject({
      plain_text: "b",
      href: "https://x.test",
      type: "text",
    });
    expect(body.properties.When.date).toEqual({
      start: "2026-11-21T09:00:00.000+00:00",
      end: null,
      time_zone: null,
    });
    expect(body.properties.Kind.select).toMatchObject({ name: "new", color: "default" });
    expect(body.properties.Tags.multi_select.map((option: { name: string }) => option.name)).toEqual([
      "x",
      "y",
    ]);
    expect(body.properties.Friend).toMatchObject({ relation: [{ id: friend.id }], has_more: false });
    expect(body.properties.No.unique_id).toEqual({ prefix: null, number: 2 });
    expect(body.url).toBe(`https://app.notion.com/p/A-b-${body.id.replaceAll("-", "")}`);
    const { values } = notion.pages("rows")[1]!;
    expect(values).toMatchObject({
      Name: "A b",
      Count: 0,
      State: "Open",
      Files: [{ name: "f", url: "https://example.test/f" }],
    });
  });

  test("times are rounded down to the minute", async () => {
    const { body } = await create({});
    expect(body.created_time).toMatch(/:00\.000Z$/);
    expect(body.properties.Made.created_time).toBe(body.created_time);
  });

  test("a select option exists once the page does, and not when the request is refused", async () => {
    await create({ Kind: { select: { name: "kept" } } });
    await create({ Kind: { select: { name: "lost" } }, Count: { number: "1" } });
    const { body } = await call(notion, "GET", `/v1/data_sources/${notion.databases.rows.dataSourceId}`);
    expect(body.properties.Kind.select.options.map((option: { name: string }) => option.name)).toEqual([
      "kept",
    ]);
  });

  test.each([
    ["unknown property", { Nope: { number: 1 } }, "Nope is not a property that exists."],
    ["another type", { Text: { phone_number: "1" } }, "Text is expected to be rich_text."],
    ["a contradicting type", { Text: { type: "title", rich_text: [] } }, "Text is expected to be rich_text."],
    [
      "text over 2,000 units",
      { Text: { rich_text: text("x".repeat(2_001)) } },
      "body failed validation: body.properties.Text.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.",
    ],
    [
      "over 100 items",
      { Text: { rich_text: Array.from({ length: 101 }, () => text("x")[0]) } },
      "body failed validation: body.properties.Text.rich_text.length should be ≤ `100`, instead was `101`.",
    ],
    ["half a character", { Text: { rich_text: text("x\ud83d") } }, "well-formed Unicode"],
    [
      "select with a comma",
      { Kind: { select: { name: "a, b" } } },
      "Invalid select option, commas not allowed: a, b",
    ],
    ["unknown status", { State: { status: { name: "Odd" } } }, 'Status option "Odd" does not exist'],
    ["empty phone", { Phone: { phone_number: "" } }, "phone_number.length should be ≥ `1`, instead was `0`."],
    ["empty e-mail", { Mail: { email: "" } }, "email.length should be ≥ `1`"],
    ["empty URL", { Link: { url: "" } }, "url.length should be ≥ `1`"],
    ["long URL", { Link: { url: `https://${"x".repeat(2_000)}` } }, "url.length should be ≤ `2000`"],
    ["long phone", { Phone: { phone_number: "1".repeat(201) } }, "phone_number.length should be ≤ `200`"],
    [
      "a bad date",
      { When: { date: { start: "today" } } },
      'should be a valid ISO 8601 date string, instead was `"today"`',
    ],
    ["a day that there is not", { When: { date: { start: "2024-02-30" } } }, "a valid ISO 8601 date string"],
    [
      "a time of a day that there is not",
      { When: { date: { start: "2024-02-01", end: "2023-02-29T10:00:00Z" } } },
      "date.end should be a valid ISO 8601 date string",
    ],
    ["a number as text", { Count: { number: "1" } }, 'Count.number should be a number, instead was `"1"`'],
    [
      "a read-only type",
      { Sum: { formula: { string: "x" } } },
      "Sum is a formula property, which is read-only",
    ],
    [
      "a file without a name",
      { Files: { files: [{ external: { url: "https://x.test" } }] } },
      "files[0].name should be defined",
    ],
    [
      "an unknown member",
      { Count: { number: 1, odd: true } },
      "body.properties.Count.odd should be not present",
    ],
    [
      "a relation to nothing",
      { Friend: { relation: [{ id: "00000000000040008000000000000000" }] } },
      "Could not find page with ID: 00000000-0000-4000-8000-000000000000.",
    ],
  ])("%s is refused", async (_, properties, message) => {
    const { status, body } = await create(properties);
    expect(body.message).toContain(message);
    expect([400, 404]).toContain(status);
    expect(notion.pages("rows")).toEqual([]);
  });

  test("null and empty lists clear", async () => {
    const { body } = await create({
      Count: { number: 1 },
      Phone: { phone_number: "1" },
      Kind: { select: { name: "a" } },
    });
    await call(notion, "PATCH", `/v1/pages/${body.id}`, {
      properties: {
        Count: { number: null },
        Phone: { phone_number: null },
        Kind: { select: null },
        Text: { rich_text: text("") },
      },
    });
    expect(notion.pages("rows")[0]?.values).toMatchObject({ Count: null, Phone: null, Kind: null, Text: "" });
  });

  test("properties are written and chosen by id as well, percent-encoded or not", async () => {
    const { body: page } = await create({ Count: { number: 1 } });
    const { id } = page.properties.Count;
    await call(notion, "PATCH", `/v1/pages/${page.id}`, { properties: { [id]: { number: 2 } } });
    const read = await call(
      notion,
      "GET",
      `/v1/pages/${page.id}?filter_properties=${encodeURIComponent(id)}`,
    );
    expect(read.body.properties).toEqual({ Count: { id, type: "number", number: 2 } });
    const decoded = await call(
      notion,
      "GET",
      `/v1/pages/${page.id}?filter_properties=${encodeURIComponent(decodeURIComponent(id))}`,
    );
    expect(decoded.body.properties).toEqual(read.body.properties);
    expect((await call(notion, "GET", `/v1/pages/${page.id}?filter_properties=nope`)).status).toBe(400);
  });
});

describe("parents and bodies", () => {
  test("a database id is a parent as long as it has one data source", async () => {
    const { id, dataSourceId } = notion.databases.rows;
    const post = () => call(notion, "POST", "/v1/pages", { parent: { database_id: id }, properties: {} });
    expect((await post()).body.parent).toEqual({
      type: "data_source_id",
      data_source_id: dataSourceId,
      database_id: id,
    });
    await call(notion, "POST", "/v1/data_sources", {
      parent: { database_id: id },
      properties: { Name: { title: {} } },
    });
    const refused = await post();
    expect(refused.body.additional_data).toMatchObject({ error_type: "multiple_data_sources_for_database" });
  });

  test("children are stored with the page", async () => {
    await create({}, { children: [{ paragraph: { rich_text: text("Hello") } }, { divider: {} }] });
    expect(notion.pages("rows")[0]?.children).toMatchObject([
      { type: "paragraph", text: "Hello" },
      { type: "divider", text: "" },
    ]);
  });

  test("a write that asks for a property that is not there commits nothing", async () => {
    const body = { parent: { data_source_id: notion.databases.rows.dataSourceId } };
    expect((await call(notion, "POST", "/v1/pages?filter_properties=nope", body)).status).toBe(400);
    expect(notion.pages("rows")).toEqual([]);
  });

  test("what is not modelled says so", async () => {
    expect((await create({}, { markdown: "# x" })).body.message).toBe(
      'The fake Notion does not model "markdown" of pages.',
    );
  });

  test("unknown members of the body are refused, archived by 2026-03-11 only", async () => {
    const { body: page } = await create({});
    const patch = (version: string) =>
      call(notion, "PATCH", `/v1/pages/${page.id}`, { archived: true }, { version });
    expect((await patch("2026-03-11")).body.message).toBe(
      "body failed validation: body.archived should be not present, instead was `true`.",
    );
    expect((await patch("2025-09-03")).body).toMatchObject({ in_trash: true, archived: true });
  });
});

test("a page in the trash takes no edits until it is restored", async () => {
  const { body: page } = await create({});
  const patch = (body: object) => call(notion, "PATCH", `/v1/pages/${page.id}`, body);
  await patch({ in_trash: true });
  const message = "Can't edit block that is archived. You must unarchive the block before editing.";
  expect((await patch({ properties: { Count: { number: 1 } } })).body).toMatchObject({
    status: 400,
    message,
  });
  expect((await patch({ in_trash: true })).body.message).toBe(message);
  expect((await call(notion, "PATCH", `/v1/blocks/${page.id}/children`, { children: [] })).body.message).toBe(
    message,
  );
  expect((await call(notion, "GET", `/v1/pages/${page.id}`)).body.in_trash).toBe(true);
  expect((await patch({ in_trash: false, properties: { Count: { number: 1 } } })).status).toBe(200);
  expect(notion.pages("rows")[0]?.values.Count).toBe(1);
});

test("a Free workspace stops creating after 1,000 blocks, deleted ones included", async () => {
  const free = fakeNotion({ plan: "free", databases: { rows: { Name: { type: "title" } } }, window: false });
  const parent = { data_source_id: free.databases.rows.dataSourceId };
  const children = Array.from({ length: 99 }, () => ({ divider: {} }));
  for (let index = 0; index < 10; index++) {
    const { body } = await call(free, "POST", "/v1/pages", { parent, children });
    await call(free, "PATCH", `/v1/pages/${body.id}`, { in_trash: true });
  }
  const refused = await call(free, "POST", "/v1/pages", { parent });
  expect(refused.body).toMatchObject({
    status: 403,
    code: "restricted_resource",
    additional_data: { block_limit: "block_creation" },
  });
});
