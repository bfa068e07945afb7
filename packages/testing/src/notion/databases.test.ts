import { beforeEach, expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { type AnyJson, call, text } from "./under-test.js";

const setUp = () =>
  fakeNotion({
    databases: {
      rows: { Name: { type: "title" }, State: { type: "status", options: ["Open"] } },
      canvas: { Name: { type: "title" } },
    },
  });
let notion: ReturnType<typeof setUp>;
beforeEach(() => {
  notion = setUp();
});

const schema = async (): Promise<AnyJson> =>
  (await call(notion, "GET", `/v1/data_sources/${notion.databases.rows.dataSourceId}`)).body.properties;
const change = (properties: object) =>
  call(notion, "PATCH", `/v1/data_sources/${notion.databases.rows.dataSourceId}`, { properties });

test("a database names its data sources, a data source has the schema", async () => {
  const { body } = await call(notion, "GET", `/v1/databases/${notion.databases.rows.id}`);
  expect(body.data_sources).toEqual([{ id: notion.databases.rows.dataSourceId, name: "rows" }]);
  expect(body.properties).toBeUndefined();
  expect(await schema()).toMatchObject({
    Name: { id: "title", type: "title", title: {} },
    State: { type: "status", status: { options: [{ name: "Open" }] } },
  });
});

test("an id of the wrong kind is not found", async () => {
  const { dataSourceId } = notion.databases.rows;
  expect((await call(notion, "GET", `/v1/databases/${dataSourceId}`)).body.message).toContain(
    "Could not find database with ID",
  );
});

test("a database is created with its first data source and can be written to", async () => {
  const { body } = await call(notion, "POST", "/v1/databases", {
    parent: { type: "page_id", page_id: notion.rootPageId },
    title: text("Calls"),
    initial_data_source: {
      properties: {
        Name: { title: {} },
        Kind: { select: { options: [{ name: "a" }] } },
        Canvas: {
          relation: {
            data_source_id: notion.databases.canvas.dataSourceId,
            dual_property: { synced_property_name: "Calls" },
          },
        },
      },
    },
  });
  const contact = notion.addPage("canvas", { Name: "Jane" });
  await call(notion, "POST", "/v1/pages", {
    parent: { data_source_id: body.data_sources[0].id },
    properties: { Canvas: { relation: [{ id: contact.id }] } },
  });
  expect(notion.pages("canvas")[0]?.values.Calls).toHaveLength(1);
});

test("a data source needs one title", async () => {
  const parent = { type: "page_id", page_id: notion.rootPageId };
  const post = (properties: object) =>
    call(notion, "POST", "/v1/databases", { parent, initial_data_source: { properties } });
  expect((await post({ A: { rich_text: {} } })).body.message).toContain("needs one title property");
});

test("properties are added, renamed, removed and given options", async () => {
  await change({ Minutes: { number: {} }, Kind: { type: "select", select: {} } });
  const { Minutes, Kind } = await schema();
  await change({ [Minutes.id]: { name: "Length" }, Kind: { select: { options: [{ name: "a" }] } } });
  const changed = await schema();
  expect(changed.Length.id).toBe(Minutes.id);
  expect(changed.Kind).toMatchObject({ id: Kind.id, select: { options: [{ name: "a" }] } });
  await change({ Kind: null });
  expect(Object.keys(await schema())).toEqual(["Name", "State", "Length"]);
});

test.each<[string, object, string]>([
  ["a second title", { Other: { title: {} } }, "Cannot create new title property."],
  ["the title away", { Name: null }, "Cannot delete title property."],
  ["what is not there away", { Nope: null }, "Nope is not a property that exists."],
  ["a taken name", { State: { name: "Name" } }, "the name is taken"],
  ["another type", { State: { select: {} } }, "does not model changing the type"],
  ["an unknown type", { Place: { place: {} } }, 'does not model properties of the type "place"'],
])("%s is refused", async (_, properties, message) => {
  const before = await schema();
  expect((await change({ Fine: { number: {} }, ...properties })).body.message).toContain(message);
  expect(await schema()).toEqual(before);
});

test("the connection tells the limits of its workspace", async () => {
  const limit = async (plan: "free" | "plus") => {
    const { body } = await call(fakeNotion({ databases: {}, plan }), "GET", "/v1/users/me");
    return body.bot.workspace_limits.max_file_upload_size_in_bytes;
  };
  expect([await limit("free"), await limit("plus")]).toEqual([5_242_880, 5_368_709_120]);
});
