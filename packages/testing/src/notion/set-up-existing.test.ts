import { type Databases, planDatabases } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import type { FakeNotion } from "./fake-notion.js";
import { low } from "./gateway-to.js";
import { setUp, writes } from "./set-up-world.js";

describe("databases that are there", () => {
  const existing = {
    calls: {
      Subject: { type: "title" },
      "call id": { type: "rich_text" },
      Duration: { type: "checkbox" },
      Mine: { type: "number" },
      Canvas: { type: "relation", to: "other" },
    },
    contacts: { Name: { type: "title" }, Mobile: { type: "phone_number" }, Calls: { type: "number" } },
    other: { Name: { type: "title" } },
  } as const;
  const databasesOf = (notion: FakeNotion): Databases => ({
    calls: notion.databases.calls!.url,
    canvas: notion.databases.contacts!.id,
  });

  test("get what is missing; what is wrong is told, what is the user's own stays", async () => {
    const { notion, run, gateway, viewsOf } = setUp(existing);
    const row = notion.addPage("calls", { Subject: "x", Duration: true, Mine: 7 });
    const { plan, result } = await run({ databases: databasesOf(notion), wanted: [] });
    const calls = plan.databases.find(({ name }) => name === "calls")!;
    expect(calls.incompatible).toEqual([
      { property: "Duration", found: "checkbox", accepted: expect.arrayContaining(["number"]) },
      {
        property: "Canvas",
        found: "relation to another database",
        accepted: ["relation to the contact database"],
      },
    ]);
    const names = calls.add.map(({ name }) => name);
    for (const there of ["Name", "Call ID", "Duration", "Canvas"]) expect(names).not.toContain(there);
    expect(result.databases.calls).toMatchObject({ created: false, added: names, views: [] });
    expect(await viewsOf(notion.databases.calls!.id)).toEqual([]);

    const { properties } = await gateway.schema(result.databases.calls!.dataSourceId, low);
    expect(properties).toMatchObject({ Mine: { type: "number" }, Duration: { type: "checkbox" } });
    expect(properties.Status?.type).toBe("select");
    expect(notion.pages("calls").find(({ id }) => id === row.id)?.values).toMatchObject({
      Duration: true,
      Mine: 7,
    });
    const contacts = await gateway.schema(result.databases.canvas!.dataSourceId, low);
    expect(Object.keys(contacts.properties)).toEqual(["Name", "Mobile", "Calls"]);

    const before = writes(notion);
    const again = await run({ databases: databasesOf(notion), wanted: [] });
    expect(again.plan.databases.flatMap(({ add }) => add)).toEqual([]);
    expect(writes(notion)).toBe(before);
  });

  test("an addition without a clear outcome is not made twice, and a name that the contacts have is not taken", async () => {
    const { Canvas: _none, ...calls } = existing.calls;
    const { notion, run, gateway } = setUp({ ...existing, calls });
    const path = "/v1/data_sources/:id";
    notion.faults.next({ method: "PATCH", path }, "reset-before-commit");
    notion.faults.next({ method: "PATCH", path }, "reset-after-commit");
    const { result } = await run({ databases: databasesOf(notion), wanted: [] });
    const contacts = await gateway.schema(result.databases.canvas!.dataSourceId, low);
    expect(Object.keys(contacts.properties)).toEqual(["Name", "Mobile", "Calls", "Calls (Canvas)"]);
    expect(notion.requests.filter(({ method }) => method === "PATCH")).toHaveLength(2);
  });

  test("that are not shared, or in the trash, are a problem, and then nothing is done", async () => {
    const { notion, run, options, gateway } = setUp(existing);
    const gone = { calls: "0123456789abcdef0123456789abcdef" };
    const plan = await planDatabases({ ...options, databases: gone }, low);
    expect(plan.databases.find(({ name }) => name === "calls")?.problem).toMatch(/not shared/);
    await expect(run({ databases: gone })).rejects.toMatchObject({ code: "invalid_configuration" });
    await gateway.deleteBlock(notion.databases.calls!.id, low);
    await expect(run({ databases: databasesOf(notion), wanted: [] })).rejects.toThrow(/trash/);
    expect(notion.counts.schemaWrites).toBe(0);
  });
});
