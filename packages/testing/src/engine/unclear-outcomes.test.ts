import { createFilter, type EngineOptions } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { errorAnswer, intercept } from "./intercept.js";
import { longDialogue } from "./long-dialogue.js";
import { createWorld, type World } from "./world.js";

const create = { method: "POST", path: "/v1/pages" } as const;
const update = { method: "PATCH", path: "/v1/pages/:id" } as const;
const togglesOf = ({ notion }: Pick<World, "notion">) =>
  notion.pages("calls")[0]!.children.filter((block) => block.text.includes("continued")).length;

test("adopted, then the update gets 429: one page", async () => {
  const { notion, ...world } = createWorld();
  notion.faults.next(create, "reset-after-commit");
  notion.faults.next(update, "429");
  await world.receive(callCompleted());
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  await world.receive(callSummaryCompleted({ summary: ["Later."] }));
  await world.run(300_000);
  expect(notion.pages("calls")).toHaveLength(1);
});

test("adopted with a long transcript, then the append gets 500: one page", async () => {
  const { notion, ...world } = createWorld();
  notion.faults.next(create, "reset-after-commit");
  notion.faults.next({ method: "PATCH", path: /children$/ }, "500");
  await world.receive(callCompleted(), callTranscriptCompleted({ dialogue: longDialogue(3_000) }));
  await world.run(300_000);
  expect(notion.pages("calls")).toHaveLength(1);
});

test("adopted, then contact-blame: one page within the same run", async () => {
  const { notion, ...world } = createWorld();
  notion.addPage("canvas", { Name: "Jane", Phone: "+15555550123" });
  notion.faults.next(create, "reset-after-commit");
  await world.receive(callCompleted());
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  await world.receive(callSummaryCompleted({ summary: ["Later."] }));
  let once = true;
  intercept(notion, (request) => {
    if (!once || request.method !== "PATCH") return undefined;
    once = false;
    return errorAnswer(404, "Could not find page.", "object_not_found");
  });
  await world.run(300_000);
  expect(notion.pages("calls")).toHaveLength(1);
});

test("adopted, then schema refresh (property renamed meanwhile): one page", async () => {
  const { notion, ...world } = createWorld();
  notion.faults.next(create, "reset-after-commit");
  await world.receive(callCompleted());
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  await world.receive(callSummaryCompleted({ summary: ["Later."] }));
  notion.renameProperty("calls", "Summary", "What it was about");
  await world.run(300_000);
  expect(notion.pages("calls")).toHaveLength(1);
});
for (const fault of ["503", "502-html", "reset-before-commit"] as const)
  test(`creates fail for 15 minutes (${fault}) while reads work: not parked`, async () => {
    const { notion, ...world } = createWorld();
    notion.faults.random({ probability: 1, faults: [fault], ...create });
    await world.receive(messageReceived({ id: "AC2", from: "anonymous" }));
    let parkedAt: number | undefined;
    const start = world.clock.now();
    for (let i = 0; i < 90; i++) {
      await world.run(10_000);
      if ((await world.store.activity("message:AC2"))?.status === "parked")
        parkedAt ??= world.clock.now() - start;
    }
    expect(parkedAt).toBeUndefined();
  });

test("an open create intent and a filter that drops meanwhile: one page", async () => {
  let drop = false;
  const { notion, ...world } = createWorld({ engine: { filter: createFilter({ predicate: () => !drop }) } });
  notion.faults.next(create, "reset-after-commit");
  await world.receive(callCompleted());
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  drop = true;
  await world.run(100_000);
  drop = false;
  await world.receive(callSummaryCompleted());
  await world.run(100_000);
  expect(notion.pages("calls")).toHaveLength(1);
});

test("unclear create, then the database is unshared for a minute: waits, not parked", async () => {
  const { notion, store, ...world } = createWorld();
  notion.faults.next(create, "reset-after-commit");
  await world.receive(callCompleted());
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  notion.faults.next({ method: "POST", path: /query$/ }, "not-shared");
  await world.run(300_000);
  expect((await store.activity("call:AC1"))?.status).toBe("synced");
});

test("the database is exchanged while a create is unclear: one page", async () => {
  const engine: Partial<EngineOptions> = {};
  const world = createWorld({ engine });
  const { notion } = world;
  notion.faults.next(create, "reset-after-commit");
  await world.receive(callCompleted());
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  notion.addProperty("messages", "Call ID", { type: "rich_text" });
  engine.databases = { calls: notion.databases.messages.id };
  world.restart();
  await world.run(300_000);
  expect(notion.pages("calls").length + notion.pages("messages").length).toBe(1);
});

test("the id column is replaced while a create is unclear: one page", async () => {
  const { notion, ...world } = createWorld();
  notion.faults.next(create, "reset-after-commit");
  await world.receive(callCompleted());
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  notion.renameProperty("calls", "Call ID", "Old ID");
  notion.addProperty("calls", "Call ID", { type: "rich_text" });
  await world.run(1_300_000);
  expect(notion.pages("calls")).toHaveLength(1);
});

test("text changes again while an append is unclear: one toggle", async () => {
  const world = createWorld();
  await world.receive(callCompleted(), callTranscriptCompleted({ dialogue: longDialogue(2_500, "One") }));
  await world.run(10_000);
  expect(togglesOf(world)).toBe(1);
  world.notion.faults.next({ method: "PATCH", path: /children$/ }, "reset-after-commit");
  await world.receive(
    callTranscriptCompleted({
      dialogue: longDialogue(2_600, "Two"),
      eventCreatedAt: "2026-10-07T15:10:00.000Z",
    }),
  );
  await world.engine.consume({ key: "call:AC1", priority: "standard" });
  await world.receive(
    callTranscriptCompleted({
      dialogue: longDialogue(2_700, "Three"),
      eventCreatedAt: "2026-10-07T15:11:00.000Z",
    }),
  );
  await world.run(600_000);
  expect(togglesOf(world)).toBe(1);
});

test.each([4_000, 10_000])(
  "a create that is saved late and answered with a bare 503 is not repeated (query lag %i)",
  async (queryLagMs) => {
    const world = createWorld({ notion: { queryLagMs } });
    const { fetch } = world.notion;
    let first = true;
    world.notion.fetch = async (request: Request) => {
      if (first && request.method === "POST" && request.url.endsWith("/v1/pages")) {
        first = false;
        await new Promise<void>((resolve) => world.clock.after(20_000, resolve));
        await fetch(request.clone());
        return Response.json(
          { object: "error", status: 503, code: "service_unavailable", message: "x" },
          { status: 503 },
        );
      }
      return fetch(request);
    };
    world.restart();
    await world.receive(messageReceived({ id: "AC2" }));
    await world.run(60_000);
    expect(world.notion.pages("messages")).toHaveLength(1);
  },
);
