import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { errorAnswer, intercept, isCreate } from "./intercept.js";
import { createWorld } from "./world.js";

const create = { method: "POST", path: "/v1/pages" } as const;

test("an unshared database with 50 activities waiting: few probes, few alerts", async () => {
  const { notion, ...world } = createWorld();
  await world.receive(callCompleted({ id: "AC0" } as never));
  await world.run();
  notion.faults.random({ probability: 1, faults: ["not-shared"], ...create });
  for (let i = 0; i < 50; i++) await world.receive(callCompleted({ id: `ACx${i}` } as never));
  await world.run(60_000);
  const before = notion.counts.requests;
  await world.run(300_000);
  expect((notion.counts.requests - before) / 5).toBeLessThan(5);
});

test("a full calls database does not stop the messages", async () => {
  const { notion, ...world } = createWorld();
  intercept(notion, async (request) =>
    isCreate(request) && (await request.clone().text()).includes(notion.databases.calls.dataSourceId)
      ? errorAnswer(409, "full", "row_limit_exceeded")
      : undefined,
  );
  await world.receive(callCompleted());
  await world.run(1_000);
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run(20_000);
  expect(notion.pages("messages")).toHaveLength(1);
});

test("a block limit while updates get through is told once", async () => {
  const { notion, ...world } = createWorld();
  await world.receive(callCompleted());
  await world.run();
  notion.faults.random({ probability: 1, faults: ["block-limit"], ...create });
  for (let i = 0; i < 20; i++) await world.receive(messageReceived({ id: `ACm${i}`, from: "anonymous" }));
  await world.run(1_000);

  for (let minute = 0; minute < 10; minute++) {
    const eventCreatedAt = new Date(world.clock.now()).toISOString();
    await world.receive(callSummaryCompleted({ summary: [`Minute ${minute}`], eventCreatedAt }));
    await world.run(60_000);
  }
  expect(world.alerts).toEqual([expect.objectContaining({ code: "notion_block_limit" })]);
  // One look a minute, not twenty.
  expect(notion.counts.creates).toBeLessThan(40);
});

test("the contact database unshared: asked for once by all who wait, told once an hour, and links follow", async () => {
  const { notion, ...world } = createWorld();
  const { id, dataSourceId } = notion.databases.canvas;
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+15555551001" });
  let asked = 0;
  let isShared = false;
  intercept(notion, ({ url }) => {
    if (isShared || !(url.includes(id) || url.includes(dataSourceId))) return undefined;
    asked++;
    return errorAnswer(404, `Could not find database with ID: ${id}.`, "object_not_found");
  });
  for (let i = 0; i < 20; i++)
    await world.receive(messageReceived({ id: `ACm${i}`, from: `+1555555${1000 + i}` }));
  await world.run(50_000);
  expect([asked, world.alerts.length]).toEqual([2, 1]);
  await world.run(3 * 3_600_000);
  expect(asked).toBeLessThan(150);
  expect(world.alerts.length).toBeLessThan(5);
  isShared = true;
  await world.clock.advance(24 * 3_600_000);
  await world.run();
  expect(notion.page("message:ACm1").Canvas).toEqual([jane.id]);
});

test("a refused file is told to somebody", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  await world.receive(
    callCompleted(),
    callRecordingCompleted({ recordings: [{ id: "CR1", url: "http://10.0.0.1/private.mp3" }] }),
  );
  await world.run(60_000);
  expect(
    world.alerts.length + world.log.filter((line) => line.includes("media_refused")).length,
  ).toBeGreaterThan(0);
});

test("a bad OpenPhone key raises an alert", async () => {
  const world = createWorld();
  world.openphone.faults.next({ times: 1000 }, "401");
  await world.receive(callSummaryCompleted({ system: "v4" }));
  await world.run(3_600_000);
  expect(world.alerts.length).toBeGreaterThan(0);
});
