import { planDatabases } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import type { FaultName } from "./faults.js";
import { low } from "./gateway-to.js";
import { setUp } from "./set-up-world.js";

describe("a create without a clear outcome", () => {
  const FAULTS: FaultName[] = [
    "500",
    "503",
    "502-html",
    "503-after-commit",
    "reset-after-commit",
    "reset-before-commit",
  ];
  test.each(FAULTS)("%s: every database is made, and made once", async (fault) => {
    for (let nth = 0; nth < 3; nth++) {
      const { notion, run, made } = setUp();
      for (let before = 0; before < nth; before++)
        notion.faults.next({ method: "POST", path: "/v1/databases" }, { fault: "slow-body", forMs: 0 });
      notion.faults.next({ method: "POST", path: "/v1/databases" }, fault);
      const { result } = await run();
      expect(await made()).toEqual(["Contacts", "Calls", "Messages"]);
      expect(Object.values(result.databases).every((database) => database.created)).toBe(true);
    }
  });

  test("is looked for again before another is sent", async () => {
    const { notion, run, made } = setUp();
    notion.faults.next({ method: "POST", path: "/v1/databases" }, "reset-after-commit");
    notion.faults.next({ method: "GET", path: "/v1/blocks/:id/children", times: 2 }, "503");
    await run({ wanted: ["canvas"] });
    expect(await made()).toEqual(["Contacts"]);
    expect(
      notion.requests.filter(({ method, path }) => method === "POST" && path === "/v1/databases"),
    ).toHaveLength(1);
  });
});

describe("what the set-up needs", () => {
  test("a page for what is missing", async () => {
    const { options } = setUp();
    const { page: _none, ...without } = options;
    expect((await planDatabases(without, low)).databases[0]?.problem).toMatch(/Name the Notion page/);
    const notShared = { ...options, page: "https://www.notion.so/Home-0123456789abcdef0123456789abcdef" };
    expect((await planDatabases(notShared, low)).databases[0]?.problem).toMatch(/missing or not shared/);
  });

  test("no views: without them it is set up all the same", async () => {
    const { notion, run, made } = setUp();
    notion.faults.next({ method: "POST", path: "/v1/views", times: 99 }, "block-limit");
    const { result } = await run();
    expect(await made()).toHaveLength(3);
    expect(result.warnings).toHaveLength(7);
    expect(result.warnings[0]).toMatch(/^The view "Latest calls" of Calls could not be made/);
  });

  test("a view without a clear outcome is not made twice", async () => {
    const { notion, run, viewsOf } = setUp();
    notion.faults.next({ method: "POST", path: "/v1/views" }, "reset-after-commit");
    const { result } = await run();
    expect(result.warnings).toEqual([]);
    expect(await viewsOf(result.databases.calls!.databaseId!)).toHaveLength(4);
  });

  test("a token that is refused ends it at once", async () => {
    const { notion, run } = setUp();
    notion.faults.next({}, "unauthorized");
    await expect(run()).rejects.toMatchObject({ code: "notion_unauthorized" });
  });
});
