import { beforeEach, expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { call } from "./under-test.js";

const setUp = () =>
  fakeNotion({
    databases: {
      rows: { Name: { type: "title" }, State: { type: "select", options: ["Open"] }, At: { type: "date" } },
      other: { Name: { type: "title" } },
    },
  });
let notion: ReturnType<typeof setUp>;
beforeEach(() => {
  notion = setUp();
});

const post = (view: object) =>
  call(notion, "POST", "/v1/views", {
    database_id: notion.databases.rows.id,
    data_source_id: notion.databases.rows.dataSourceId,
    ...view,
  });

test("a view is listed as a reference and read by its id", async () => {
  const filter = { property: "At", date: { this_week: {} } };
  const sorts = [{ property: "At", direction: "descending" }];
  const { body: made } = await post({ name: "This week", type: "table", filter, sorts });
  const { body: list } = await call(notion, "GET", `/v1/views?database_id=${notion.databases.rows.id}`);
  expect(list.results).toEqual([{ object: "view", id: made.id }]);
  expect((await call(notion, "GET", `/v1/views/${made.id}`)).body).toMatchObject({
    name: "This week",
    type: "table",
    filter,
    sorts,
    data_source_id: notion.databases.rows.dataSourceId,
    parent: { type: "database_id", database_id: notion.databases.rows.id },
  });
  const others = await call(notion, "GET", `/v1/views?database_id=${notion.databases.other.id}`);
  expect(others.body.results).toEqual([]);
});

test("a calendar is laid out by a date property, named by its id", async () => {
  const { body } = await call(notion, "GET", `/v1/data_sources/${notion.databases.rows.dataSourceId}`);
  const calendar = (date_property_id: string) =>
    post({ name: "Calendar", type: "calendar", configuration: { type: "calendar", date_property_id } });
  expect((await calendar(body.properties.At.id)).status).toBe(200);
  for (const wrong of ["At", body.properties.State.id, "nope"])
    expect((await calendar(wrong)).status).toBe(400);
  expect((await post({ name: "Calendar", type: "calendar" })).status).toBe(400);
});

test.each([
  ["a property that is not there", { filter: { property: "Nope", select: { equals: "Open" } } }],
  ["an option that is not there", { filter: { property: "State", select: { equals: "Shut" } } }],
  ["a condition of another type", { filter: { property: "State", date: { this_week: {} } } }],
  ["a relative date with an operand", { filter: { property: "At", date: { this_week: true } } }],
  ["a sort by nothing", { sorts: [{ property: "Nope", direction: "ascending" }] }],
  ["a type that does not exist", { type: "spreadsheet" }],
  ["a member that does not exist", { color: "red" }],
])("%s is refused", async (_what, view) => {
  const { status, body } = await post({ name: "View", type: "table", ...view });
  expect([status, body.code]).toEqual([400, "validation_error"]);
});

test("a list of views names what they are of", async () => {
  expect((await call(notion, "GET", "/v1/views")).status).toBe(400);
});
