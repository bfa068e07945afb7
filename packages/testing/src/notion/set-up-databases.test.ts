import {
  checkMapping,
  columnsOf,
  defaultMapping,
  defineMapping,
  isSetUp,
  planDatabases,
  text,
} from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { createMemoryStateStore } from "../state/memory-state-store.js";
import { low } from "./gateway-to.js";
import { named, setUp, writes } from "./set-up-world.js";
import { call } from "./under-test.js";

describe("the first run", () => {
  test("shows what it is going to do, without doing it, as plain JSON", async () => {
    const { notion, options } = setUp();
    const plan = await planDatabases(options, low);
    expect(plan.databases.map(({ name, title }) => [name, title])).toEqual([
      ["canvas", "Contacts"],
      ["calls", "Calls"],
      ["messages", "Messages"],
    ]);
    expect(plan.databases[1]?.add).toContainEqual({ name: "Canvas", type: "relation", mirror: "Calls" });
    expect(plan.databases[1]?.views).toContain("Missed calls");
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(isSetUp(plan)).toBe(false);
    expect(writes(notion)).toBe(0);
  });

  test("makes databases that take all that the mapping writes, linked to the contacts both ways", async () => {
    const { gateway, run, made } = setUp();
    const { result } = await run();
    expect(await made()).toEqual(["Contacts", "Calls", "Messages"]);
    expect(result.warnings).toEqual([]);
    for (const name of ["calls", "messages"] as const) {
      const schema = await gateway.schema(result.databases[name]!.dataSourceId, low);
      expect(Object.values(schema.properties).map((property) => [property.name, property.type])).toEqual(
        Object.entries(columnsOf(defaultMapping[name])).map(([column, { type }]) => [column, type]),
      );
      expect(checkMapping(defaultMapping[name], schema)).toMatchObject({ missing: [], incompatible: [] });
      expect(schema.properties.Canvas?.relatesTo).toBe(result.databases.canvas?.dataSourceId);
    }
    const contacts = await gateway.schema(result.databases.canvas!.dataSourceId, low);
    expect(Object.keys(contacts.properties)).toEqual([
      "Name",
      "Phone",
      "Email",
      "Company",
      "Calls",
      "Messages",
    ]);
  });

  test("makes the views", async () => {
    const { notion, run, viewsOf } = setUp();
    const { calls, messages } = (await run()).result.databases;
    expect(await viewsOf(calls!.databaseId!)).toEqual([
      "Latest calls",
      "Missed calls",
      "This week",
      "Calendar",
    ]);
    expect(await viewsOf(messages!.databaseId!)).toEqual(["Latest messages", "Received", "This week"]);
    const { body } = await call(notion, "GET", `/v1/views?database_id=${calls?.databaseId}`);
    const missed = await call(notion, "GET", `/v1/views/${body.results[1].id}`);
    expect(missed.body).toMatchObject({
      name: "Missed calls",
      filter: { property: "Status", select: { equals: ["Missed", "Voicemail"] } },
      sorts: [{ property: "Started At", direction: "descending" }],
    });
  });

  test("makes mail too where it is wanted, and no relation without contacts", async () => {
    const { gateway, run, made } = setUp();
    const { result } = await run({ wanted: ["mail"], titles: { mail: "Post" } });
    expect(await made()).toEqual(["Post"]);
    const { properties } = await gateway.schema(result.databases.mail!.dataSourceId, low);
    expect(Object.keys(properties)).toEqual(
      Object.keys(defaultMapping.mail).filter((name) => name !== "Canvas"),
    );
  });

  test("makes the columns of the user's own mapping, and only the views that fit it", async () => {
    const { gateway, run, viewsOf } = setUp();
    const { "Started At": _gone, ...kept } = defaultMapping.calls;
    const mapping = defineMapping({
      ...defaultMapping,
      calls: { ...kept, Status: text((each) => each.status), Team: text((each) => each.user.name) },
    });
    const { result } = await run({ mapping });
    const { dataSourceId, databaseId } = result.databases.calls!;
    const { properties } = await gateway.schema(dataSourceId, low);
    expect([properties.Team?.type, properties.Status?.type]).toEqual(["rich_text", "rich_text"]);
    expect(await viewsOf(databaseId!)).toEqual([]);
  });
});

describe("a further run", () => {
  test("changes nothing, whether the databases are named or found under the page", async () => {
    const { notion, run } = setUp();
    const { result } = await run();
    const before = writes(notion);
    for (const databases of [{}, named(result.databases)]) {
      const again = await run({ databases });
      expect(isSetUp(again.plan)).toBe(true);
      expect(named(again.result.databases)).toEqual(named(result.databases));
    }
    expect(writes(notion)).toBe(before);
  });

  test("goes on where a failure stopped the one before", async () => {
    const { notion, run, made } = setUp();
    notion.faults.next({ method: "POST", path: "/v1/databases" }, "409");
    notion.faults.next({ method: "POST", path: "/v1/databases" }, "429");
    notion.faults.next({ method: "POST", path: "/v1/databases" }, "unauthorized");
    await expect(run()).rejects.toMatchObject({ code: "notion_unauthorized" });
    notion.faults.next({ method: "POST", path: "/v1/views", times: 3 }, "unauthorized");
    await run();
    const { result } = await run();
    expect(await made()).toEqual(["Contacts", "Calls", "Messages"]);
    expect(result.databases.calls?.views).toEqual(["Latest calls", "Missed calls", "This week"]);
  });

  test("does not add a column again that somebody renamed", async () => {
    const { run, gateway, options } = setUp();
    const store = createMemoryStateStore();
    const { result } = await run({ store });
    const { dataSourceId } = result.databases.calls!;
    await run({ store });
    await gateway.updateSchema(dataSourceId, { Summary: { name: "In short" } }, low);
    expect(isSetUp(await planDatabases({ ...options, store }, low))).toBe(true);
    expect((await planDatabases(options, low)).databases[1]?.add).toMatchObject([{ name: "Summary" }]);
  });

  test("leaves a database of the same title that somebody else made to them", async () => {
    const { notion, run, made } = setUp({ Calls: { Name: { type: "title" } } });
    const { result } = await run();
    expect(await made()).toEqual(["Calls", "Contacts", "Calls", "Messages"]);
    expect(result.databases.calls?.databaseId).not.toBe(notion.databases.Calls?.id);
  });
});
