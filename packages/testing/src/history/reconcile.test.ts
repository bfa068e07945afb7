import { type Difference, type ReconcileRequest, runImport, runReconcile } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { errorAnswer, intercept } from "../engine/intercept.js";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { postBody, type WebhookEvent } from "../payloads/webhook-event.js";
import { createHistoryWorld, type HistoryWorld, type Life } from "./history-world.js";

const HOUR = 3_600_000;

/** A call and two messages that webhooks told of, an hour ago, and everything OpenPhone has of them. */
async function settledHour(world: HistoryWorld) {
  const life = world.begin();
  const at = new Date(world.clock.now()).toISOString();
  world.openphone.addCall({ id: "AC1", createdAt: at });
  world.openphone.addMessage({ id: "AC2", createdAt: at, text: "First" });
  world.openphone.addMessage({ id: "AC3", createdAt: at, text: "Second" });
  await receive(
    life,
    callCompleted({ id: "AC1", createdAt: at }),
    messageReceived({ id: "AC2", createdAt: at, text: "First" }),
    messageReceived({ id: "AC3", createdAt: at, text: "Second" }),
  );
  await world.run(HOUR);
  return { life, at, since: Date.parse(at) - HOUR };
}

async function receive({ engine }: Life, ...events: WebhookEvent[]): Promise<void> {
  for (const event of events) {
    await engine.ingest({ headers: new Headers(), body: new TextEncoder().encode(postBody(event)) });
  }
}

const reconcile = async (world: HistoryWorld, life: Life, request: ReconcileRequest) =>
  (await world.until(runReconcile(life.parts, request))).report;

const found = (differences: readonly Difference[]) =>
  differences.map(({ kind, key, columns }) => [kind, key, ...(columns ?? [])].join(" ")).sort();

const pageIdOf = (world: HistoryWorld, kind: "calls" | "messages", at = 0): string =>
  world.notion.pages(kind)[at]!.id;

/** Another row of the call, made with our token. */
const doubleOfOurs = (world: HistoryWorld, { gateway }: Life) =>
  world.until(
    gateway.createPage(
      world.notion.databases.calls.dataSourceId,
      { "Call ID": { rich_text: [{ text: { content: "AC1" } }] } },
      { priority: "low" },
    ),
  );

const refuseIdentity = (notion: HistoryWorld["notion"]) =>
  intercept(notion, ({ url }) =>
    url.endsWith("/users/me") ? errorAnswer(403, "Not permitted.", "restricted_resource") : undefined,
  );

describe("a reconciliation", () => {
  test("finds nothing where webhooks told everything and nobody touched anything", async () => {
    const world = createHistoryWorld();
    const { life, since } = await settledHour(world);
    const report = await reconcile(world, life, { since });
    expect(found(report.differences)).toEqual([]);
    expect(report.counts).toMatchObject({ read: 3, compared: 3, unchecked: 0 });
    expect(await world.store.imports(1)).toMatchObject([{ kind: "reconcile", status: "done" }]);
  });

  test("finds what no webhook told of, and with fix writes it", async () => {
    const world = createHistoryWorld();
    const { life, at, since } = await settledHour(world);
    world.openphone.addMessage({ id: "AC4", createdAt: at, text: "Missed" });
    world.openphone.setSummary("AC1", { summary: ["Asked for a price."] });
    world.openphone.addRecording("AC1", { size: 100 });
    const before = world.notion.counts;
    const report = await reconcile(world, life, { since });
    expect(found(report.differences)).toEqual(["behind call:AC1", "missed message:AC4"]);
    expect(report.counts.fixed).toBe(0);
    await world.run(HOUR);
    expect(world.notion.counts).toMatchObject({ creates: before.creates, updates: before.updates });

    expect((await reconcile(world, life, { since, fix: true })).counts.fixed).toBe(2);
    expect(world.notion.page("message:AC4").Content).toBe("Missed");
    expect(world.notion.page("call:AC1").Summary).toBe("• Asked for a price.");
    expect(world.notion.page("call:AC1").Recording).toHaveLength(1);
    await world.run(HOUR);
    expect((await reconcile(world, life, { since })).differences).toEqual([]);
  });

  test("names the columns that somebody edited, and puts them right only with fix", async () => {
    const world = createHistoryWorld();
    const { life, since } = await settledHour(world);
    world.notion.editPage(pageIdOf(world, "calls"), { Status: "Missed", Duration: 1 });
    await world.run(HOUR);
    const report = await reconcile(world, life, { since });
    expect(found(report.differences)).toEqual(["edited call:AC1 Status Duration"]);
    expect(JSON.stringify(report)).not.toContain("+1555");

    await reconcile(world, life, { since, fix: true, keepEdits: true });
    await world.run(60_000);
    expect(world.notion.page("call:AC1")).toMatchObject({ Status: "Missed", Duration: 1 });

    await reconcile(world, life, { since, fix: true });
    await world.run(60_000);
    expect(world.notion.page("call:AC1")).toMatchObject({ Status: "Answered", Duration: 240 });
    expect(world.notion.counts.creates).toBe(3);
  });

  test("tells a write that is missing from an edit", async () => {
    const world = createHistoryWorld();
    const { life, since } = await settledHour(world);
    world.notion.addProperty("messages", "Other", { type: "rich_text" });
    world.notion.removeProperty("messages", "Content");
    world.notion.addProperty("messages", "Content", { type: "rich_text" });
    await world.run(HOUR);
    const report = await reconcile(world, life, { since });
    expect(found(report.differences)).toEqual(["stale message:AC2 Content", "stale message:AC3 Content"]);
    await reconcile(world, life, { since, fix: true, keepEdits: true });
    await world.run(60_000);
    expect(world.notion.page("message:AC2").Content).toBe("First");
  });

  test("leaves a row in the trash where the user put it, and tells of it once", async () => {
    const world = createHistoryWorld();
    const { life, since } = await settledHour(world);
    world.notion.trashPage(pageIdOf(world, "messages"));
    await world.run(HOUR);
    const report = await reconcile(world, life, { since, fix: true });
    expect(found(report.differences)).toEqual(["trashed message:AC2"]);
    await world.run(HOUR);
    expect(world.notion.pages("messages")).toHaveLength(1);
    expect(world.notion.counts.creates).toBe(3);
    expect((await reconcile(world, life, { since, fix: true })).differences).toEqual([]);
  });

  test("shows what came while a row was in the trash, once that is fetched back", async () => {
    const world = createHistoryWorld();
    const { life, since } = await settledHour(world);
    const [call, message] = [pageIdOf(world, "calls"), pageIdOf(world, "messages")];
    for (const id of [call, message]) world.notion.trashPage(id);
    await receive(life, callSummaryCompleted({ id: "AC1", summary: ["Asked for a price."] }));
    await world.run(60_000);
    await reconcile(world, life, { since, fix: true });
    await world.run(HOUR);
    expect(world.notion.pages("calls")).toHaveLength(0);
    for (const id of [call, message]) world.notion.restorePage(id);
    world.notion.editPage(call, { Status: "Missed" });
    await world.run(HOUR);

    const before = await reconcile(world, life, { since });
    expect(found(before.differences)).toEqual([
      "edited call:AC1 Status",
      "stale call:AC1 Summary Next Steps",
    ]);
    await reconcile(world, life, { since, fix: true, keepEdits: true });
    await world.run(60_000);
    expect(world.notion.page("call:AC1")).toMatchObject({
      Summary: "• Asked for a price.",
      Status: "Missed",
    });
    const { activities } = await world.store.activities({ limit: 10 });
    expect(activities.map(({ status }) => status)).toEqual(["synced", "synced", "synced"]);
  });

  test("trashes the double that the same author made, and leaves a copy of somebody else", async () => {
    const world = createHistoryWorld();
    const { life, since } = await settledHour(world);
    world.notion.addPage("calls", { Name: "A copy", "Call ID": "AC1" });
    await doubleOfOurs(world, life);
    await world.run(HOUR);
    const report = await reconcile(world, life, { since, fix: true });
    expect(found(report.differences)).toEqual(["doubled call:AC1"]);
    expect(world.notion.pages("calls")).toHaveLength(2);
    expect(world.notion.pages("calls").map(({ values }) => values.Name)).toContain("A copy");
  });

  test("leaves the copy of a row that the user made to begin with, and tells of it", async () => {
    const world = createHistoryWorld();
    const at = new Date(world.clock.now()).toISOString();
    const life = world.begin();
    world.openphone.addCall({ id: "AC1", createdAt: at });
    const first = world.notion.addPage("calls", { Name: "Of my own list", "Call ID": "AC1" });
    await world.store.adopt([{ key: "call:AC1", pageId: first.id, kind: "call" }], world.clock.now());
    await receive(life, callCompleted({ id: "AC1", createdAt: at }));
    await world.run(HOUR);
    world.notion.addPage("calls", { Name: "Its copy, with my notes", "Call ID": "AC1" });
    await world.run(HOUR);
    const since = Date.parse(at) - HOUR;
    const report = await reconcile(world, life, { since, fix: true, keepEdits: true });
    expect(found(report.differences)).toEqual(["doubled call:AC1"]);
    expect(report.counts.fixed).toBe(0);
    expect(world.notion.pages("calls").map(({ values }) => values.Name)).toContain("Its copy, with my notes");
    expect(await world.store.activity("call:AC1")).toMatchObject({ pageId: first.id, status: "synced" });
  });

  test("throws no double away where Notion does not say who we are", async () => {
    const world = createHistoryWorld();
    const { life, since } = await settledHour(world);
    await doubleOfOurs(world, life);
    refuseIdentity(world.notion);
    const report = await reconcile(world, life, { since, fix: true });
    expect(report.counts).toMatchObject({ doubled: 1, fixed: 0 });
    expect(world.notion.pages("calls")).toHaveLength(2);
  });

  test("keeps the older of two rows, moves what is ours there, and throws the other away", async () => {
    const world = createHistoryWorld();
    const at = new Date(world.clock.now()).toISOString();
    const first = world.begin();
    await doubleOfOurs(world, first);
    await world.run(5 * 60_000);
    world.openphone.addCall({ id: "AC1", createdAt: at });
    // A state that knows nothing of the older row.
    await receive(first, callCompleted({ id: "AC1", createdAt: at }));
    await world.run(HOUR);
    expect(world.notion.pages("calls")).toHaveLength(2);
    const older = pageIdOf(world, "calls");
    const since = Date.parse(at) - HOUR;
    await reconcile(world, first, { since, fix: true });
    await world.run(HOUR);
    expect(world.notion.pages("calls").map((page) => page.id)).toEqual([older]);
    expect(world.notion.page("call:AC1")).toMatchObject({ Status: "Answered", Direction: "Incoming" });
    expect(await world.store.activity("call:AC1")).toMatchObject({ pageId: older, status: "synced" });
  });

  test("and an import tell of rows that lie in another database than the one that is set now", async () => {
    const world = createHistoryWorld();
    const { life, since } = await settledHour(world);
    life.kill();
    const next = world.begin({ calls: "otherCalls" });
    const { progress } = await world.until(runImport(next.parts, { since }));
    expect(progress).toMatchObject({ elsewhere: ["call"], counts: { unchanged: 3 } });
    const report = await reconcile(world, next, { since, fix: true });
    expect(found(report.differences)).toEqual(["elsewhere call:AC1"]);
    expect(report.counts).toMatchObject({ compared: 2, fixed: 0 });
    expect(world.notion.pages("otherCalls")).toHaveLength(0);
  });

  test("does not judge what is being worked on", async () => {
    const world = createHistoryWorld();
    const { life, since } = await settledHour(world);
    const at = new Date(world.clock.now()).toISOString();
    world.openphone.addCall({ id: "AC9", createdAt: at });
    await world.run(2_000);
    await receive(life, callCompleted({ id: "AC9", createdAt: at }));
    const report = await reconcile(world, life, { since });
    expect(found(report.differences)).toEqual([]);
  });

  test("and an import at once make no doubles", async () => {
    const world = createHistoryWorld();
    const until = world.clock.now();
    const at = (hours: number) => new Date(until - hours * HOUR).toISOString();
    for (let index = 0; index < 60; index++) {
      world.openphone.addMessage({
        id: `ACm${index}`,
        createdAt: at(1 + index / 10),
        text: `Message ${index}`,
      });
    }
    const life = world.begin();
    const since = until - 24 * HOUR;
    const both = Promise.all([
      runImport(life.parts, { since }),
      runReconcile(life.parts, { since, fix: true }),
      ...Array.from({ length: 60 }, (_, index) =>
        receive(
          life,
          messageReceived({ id: `ACm${index}`, createdAt: at(1 + index / 10), text: `Message ${index}` }),
        ),
      ),
    ]);
    await world.until(both);
    await world.run(HOUR);
    expect(world.notion.pages("messages")).toHaveLength(60);
    expect(world.notion.counts.creates).toBe(60);
  });
});
