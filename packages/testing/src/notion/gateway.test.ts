import { beforeEach, describe, expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { gatewayTo, low } from "./gateway-to.js";

const setUp = () => {
  const notion = fakeNotion({
    databases: { Contacts: { Name: { type: "title" } }, Calls: { Name: { type: "title" } } },
    plan: "free",
    token: "secret_test",
  });
  return { notion, gateway: gatewayTo(notion) };
};
let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});

test("me tells the workspace, the bot and how large a file may be", async () => {
  const { notion, gateway } = world;
  const me = await gateway.me(low);
  expect(me).toMatchObject({ workspaceName: "Fake workspace", maxUploadBytes: 5 * 1024 * 1024 });
  const { id } = await gateway.createPage(notion.databases.Calls.dataSourceId, {}, low);
  expect((await gateway.retrievePage(id, low)).created_by?.id).toBe(me.botId);
});

test("search finds what is shared by a part of its title", async () => {
  const { notion, gateway } = world;
  notion.addPage("Contacts", { Name: "Jane" });
  expect(await gateway.searchShared({ kind: "data_source", title: "contact" }, low)).toEqual([
    expect.objectContaining({
      id: notion.databases.Contacts.dataSourceId,
      title: "Contacts",
      kind: "data_source",
    }),
  ]);
  expect((await gateway.searchShared({ kind: "page", title: "jan" }, low)).map(({ title }) => title)).toEqual(
    ["Jane"],
  );
});

test("the databases of a page are listed as its children, with who made them", async () => {
  const { notion, gateway } = world;
  const { botId } = await gateway.me(low);
  const made = await gateway.createDatabase(
    { pageId: notion.rootPageId.replaceAll("-", ""), title: "Messages", properties: { Name: { title: {} } } },
    low,
  );
  const children = await gateway.children(notion.rootPageId, low);
  expect(children.map((block) => block.child_database)).toEqual([
    { title: "Contacts" },
    { title: "Calls" },
    { title: "Messages" },
  ]);
  expect(children[2]).toMatchObject({ id: made.id, created_by: { id: botId } });
  expect(children[0]?.created_by).not.toMatchObject({ id: botId });
  expect(await gateway.database(made.id, low)).toMatchObject({ title: "Messages", inTrash: false });
});

test("a schema tells who made it, where it is, and what its relations point to", async () => {
  const { notion, gateway } = world;
  const { Calls, Contacts } = notion.databases;
  const relation = { data_source_id: Contacts.dataSourceId, single_property: {} };
  await gateway.updateSchema(Calls.dataSourceId, { Canvas: { relation } }, low);
  const schema = await gateway.schema(Calls.dataSourceId, low);
  expect(schema).toMatchObject({ dataSourceId: Calls.dataSourceId, databaseId: Calls.id });
  expect(schema.properties.Canvas?.relatesTo).toBe(Contacts.dataSourceId);
  expect(schema.inTrash).toBeUndefined();
  await gateway.deleteBlock(Calls.id, low);
  expect((await gateway.schema(Calls.dataSourceId, low)).inTrash).toBe(true);
});

describe("a request that fails", () => {
  const database = () => ({
    pageId: world.notion.rootPageId,
    title: "Messages",
    properties: { Name: { title: {} } },
  });
  const view = () => ({
    databaseId: world.notion.databases.Calls.id,
    dataSourceId: world.notion.databases.Calls.dataSourceId,
    name: "View",
    type: "table" as const,
  });

  test("says that a create may have been done, and that reads and schema changes may be repeated", async () => {
    const { notion, gateway } = world;
    const { dataSourceId } = notion.databases.Calls;
    notion.faults.next({ times: 5 }, "reset-before-commit");
    const unknown = { code: "notion_outcome_unknown", retry: "unknown" };
    const again = { code: "notion_unreachable", retry: "now" };
    await expect(gateway.createDatabase(database(), low)).rejects.toMatchObject(unknown);
    await expect(gateway.createView(view(), low)).rejects.toMatchObject(unknown);
    await expect(gateway.updateSchema(dataSourceId, {}, low)).rejects.toMatchObject(again);
    await expect(gateway.me(low)).rejects.toMatchObject(again);
    await expect(gateway.views(notion.databases.Calls.id, low)).rejects.toMatchObject(again);
  });

  test("with a 503 that names what it saved is a success", async () => {
    const { notion, gateway } = world;
    const { id: databaseId } = notion.databases.Calls;
    notion.faults.next({ method: "POST", times: 2 }, "503-after-commit");
    const { id } = await gateway.createDatabase(database(), low);
    const made = await gateway.createView(view(), low);
    expect(gateway.requests).toBe(2);
    expect((await gateway.database(id, low)).title).toBe("Messages");
    expect(await gateway.views(databaseId, low)).toEqual([{ id: made.id, name: "View" }]);
  });
});
