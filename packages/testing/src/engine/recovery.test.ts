import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { createWorld, type World } from "./world.js";

const create = { method: "POST", path: "/v1/pages" } as const;
const update = { method: "PATCH", path: "/v1/pages/:id" } as const;

describe("a create that was saved although it looked failed", () => {
  test("a 503 that names what it saved is a success: nothing is asked, nothing repeated", async () => {
    const { notion, ...world } = createWorld();
    notion.faults.next(create, "503-after-commit");
    await world.receive(messageReceived({ id: "AC2", from: "anonymous" }));
    await world.run(120_000);
    expect(notion.pages("messages")).toHaveLength(1);
    expect(notion.counts).toMatchObject({ creates: 1, queries: 0 });
  });

  test.each(["reset-after-commit", "timeout-after-commit"] as const)(
    "%s: the page is looked up, adopted, and not made again, although queries lag",
    async (fault) => {
      const { notion, ...world } = createWorld({ notion: { queryLagMs: 8_000 } });
      notion.faults.next(create, fault);
      await world.receive(callCompleted());
      await world.run(300_000);
      expect(notion.pages("calls")).toHaveLength(1);
      expect(notion.counts).toMatchObject({ creates: 1, updates: 0 });
      expect((await world.store.activity("call:AC1"))?.status).toBe("synced");
      await world.receive(callSummaryCompleted({ summary: ["Later."] }));
      await world.run();
      expect(notion.page("call:AC1").Summary).toBe("• Later.");
    },
  );
});

describe("a create that was not saved", () => {
  test.each(["reset-before-commit", "timeout-before-commit", "500", "503", "502-html"] as const)(
    "%s: made again, but only after it has been looked for twice",
    async (fault) => {
      const { notion, ...world } = createWorld();
      notion.faults.next(create, fault);
      await world.receive(callCompleted());
      await world.run(300_000);
      expect(notion.pages("calls")).toHaveLength(1);
      const creates = notion.requests.flatMap((request, index) =>
        request.method === "POST" && request.path === "/v1/pages" ? [index] : [],
      );
      expect(creates).toHaveLength(2);
      const between = notion.requests.slice(creates[0]! + 1, creates[1]);
      expect(
        between.filter(({ path }) => path.includes(notion.databases.calls.dataSourceId)).length,
      ).toBeGreaterThanOrEqual(2);
    },
  );

  test.each(["409", "429", "529"] as const)("%s proves that: made again without a look-up", async (fault) => {
    const { notion, ...world } = createWorld();
    notion.faults.next(create, { fault, retryAfterSeconds: 3 });
    await world.receive(messageReceived({ id: "AC2", from: "anonymous" }));
    await world.run(30_000);
    expect(notion.pages("messages")).toHaveLength(1);
    expect(notion.counts).toMatchObject({ creates: 2, queries: 0 });
  });
});

test("after a crash between create and settle, the page is adopted", async () => {
  const { notion, store, ...world } = createWorld();
  const settle = store.settle;
  store.settle = async () => {
    throw new Error("killed");
  };
  await world.receive(callCompleted());
  await expect(world.engine.consume({ key: "call:AC1", priority: "critical" })).rejects.toThrow("killed");
  expect(notion.pages("calls")).toHaveLength(1);
  store.settle = settle;
  await world.run(300_000);
  expect(notion.pages("calls")).toHaveLength(1);
  expect((await store.activity("call:AC1"))?.status).toBe("synced");
});

test("a holder whose lease has run out stops before its next call", async () => {
  const { notion, clock, ...world } = createWorld({
    engine: { failpoint: async (point) => (point === "canvas.linked" ? clock.advance(200_000) : undefined) },
  });
  await world.receive(callCompleted());
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  expect(notion.counts.creates).toBe(0);
});

test.each(["reset-after-commit", "500", "503-after-commit"] as const)(
  "an update that ends with %s is simply repeated: its values are absolute",
  async (fault) => {
    const { notion, ...world } = createWorld();
    await world.receive(callCompleted());
    await world.run();
    notion.faults.next(update, fault);
    await world.receive(callSummaryCompleted({ summary: ["Once."] }));
    await world.run(60_000);
    expect(notion.page("call:AC1").Summary).toBe("• Once.");
    expect(notion.pages("calls")).toHaveLength(1);
  },
);

describe("several pages with one id, when a create is looked up", () => {
  async function withDouble(
    makeDouble: (world: World) => Promise<unknown> | unknown,
  ): Promise<[World, string]> {
    const world = createWorld();
    world.notion.faults.next(create, "reset-after-commit");
    await world.receive(callCompleted());
    await world.engine.consume({ key: "call:AC1", priority: "critical" });
    const [made] = world.notion.pages("calls");
    await world.clock.advance(60_000);
    await makeDouble(world);
    await world.run(300_000);
    return [world, made!.id];
  }
  const livePages = ({ notion }: World) => notion.pages("calls").map(({ id }) => id);

  test("made by the integration: the oldest is kept, the others go to the trash", async () => {
    const [world, first] = await withDouble(({ notion }) =>
      notion.fetch(
        new Request("https://api.notion.com/v1/pages", {
          method: "POST",
          headers: { authorization: "Bearer secret_test", "notion-version": "2026-03-11" },
          body: JSON.stringify({
            parent: { data_source_id: notion.databases.calls.dataSourceId },
            properties: { "Call ID": { rich_text: [{ text: { content: "AC1" } }] } },
          }),
        }),
      ),
    );
    expect(livePages(world)).toEqual([first]);
  });

  test("both made by the user: the older is taken over, the other stays", async () => {
    const world = createWorld();
    world.notion.faults.next(create, "reset-before-commit");
    await world.receive(callCompleted());
    await world.engine.consume({ key: "call:AC1", priority: "critical" });
    const first = world.notion.addPage("calls", { Name: "Of my own list", "Call ID": "AC1" });
    await world.clock.advance(60_000);
    const copy = world.notion.addPage("calls", { Name: "Its copy", "Call ID": "AC1" });
    await world.run(300_000);
    expect(livePages(world)).toEqual([first.id, copy.id]);
    expect(await world.store.activity("call:AC1")).toMatchObject({ pageId: first.id });
  });

  test("copied by the user: the copy is theirs and stays", async () => {
    const [world, first] = await withDouble(({ notion }) =>
      notion.addPage("calls", { Name: "My copy", "Call ID": "AC1" }),
    );
    expect(livePages(world)).toHaveLength(2);
    await world.receive(callSummaryCompleted({ summary: ["Late."] }));
    await world.run(10_000);
    const shown = world.notion.pages("calls").map(({ id, values }) => [id === first, values.Summary]);
    expect(shown).toEqual([
      [true, "• Late."],
      [false, ""],
    ]);
  });
});
