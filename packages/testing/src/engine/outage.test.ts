import { defaultMapping, defineMapping, type Message, text } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { createWorld } from "./world.js";

test("Notion down for three minutes: every event is there afterwards, nothing is parked", async () => {
  const { notion, ...world } = createWorld();
  notion.faults.random({ probability: 1, faults: ["503"] });
  for (let index = 0; index < 10; index++) {
    await world.receive(messageReceived({ id: `AC${index}`, text: `Message ${index}` }));
  }
  await world.run(180_000);
  expect(notion.pages("messages")).toHaveLength(0);
  notion.faults.clear();
  await world.run(900_000);
  expect(notion.pages("messages")).toHaveLength(10);
  expect(await world.store.health(world.clock.now())).toMatchObject({ depth: 0, parked: 0 });
});

test("a 429 holds everyone back: no request leaves before the pause is over", async () => {
  const { notion, clock, ...world } = createWorld();
  // Loads the schema first.
  await world.receive(messageReceived({ id: "AC0" }));
  await world.run();
  notion.faults.next({ path: "/v1/pages", method: "POST" }, { fault: "429", retryAfterSeconds: 40 });
  const from = clock.now();
  const already = notion.requests.length;
  await world.receive(...["AC2", "AC3", "AC4", "AC5"].map((id) => messageReceived({ id })));
  await world.run(120_000);
  const [, ...after] = notion.requests.slice(already).filter(({ at }) => at > from);
  expect(notion.pages("messages")).toHaveLength(5);
  for (const { at } of after) expect(at).toBeGreaterThanOrEqual(from + 40_000);
});

describe("a cause that lies with the token or the workspace", () => {
  test.each([
    ["unauthorized", "notion_unauthorized"],
    ["block-limit", "notion_block_limit"],
  ] as const)("%s stops all work, is told once, and harms no activity", async (fault, code) => {
    const { notion, ...world } = createWorld();
    notion.faults.random({ probability: 1, faults: [fault], path: /pages|databases|data_sources/ });
    await world.receive(messageReceived({ id: "AC2" }), callCompleted());
    await world.run(30_000);
    expect(world.engine.pausedFor()).toBe(code);
    const requests = notion.counts.requests;
    await world.receive(messageReceived({ id: "AC3" }));
    await world.run(20_000);
    expect(notion.counts.requests).toBe(requests);
    expect(world.alerts.map((alert) => alert.code)).toEqual([code]);

    notion.faults.clear();
    await world.run(300_000);
    expect(world.engine.pausedFor()).toBeUndefined();
    expect(notion.pages("messages")).toHaveLength(2);
    expect(notion.pages("calls")).toHaveLength(1);
    expect((await world.store.health(world.clock.now())).parked).toBe(0);
  });

  test("a database that is not shared keeps its own activities waiting, and nobody else's", async () => {
    const { notion, ...world } = createWorld();
    const path = new RegExp(notion.databases.calls.id);
    notion.faults.random({ probability: 1, faults: ["not-shared"], path });
    await world.receive(messageReceived({ id: "AC2" }), callCompleted());
    await world.run(30_000);
    expect(notion.pages("messages")).toHaveLength(1);
    expect(world.alerts[0]).toMatchObject({ code: "notion_not_found" });
    notion.faults.clear();
    await world.run(120_000);
    expect(notion.pages("calls")).toHaveLength(1);
  });
});

test("what repeating cannot cure is parked with its cause and told; replay re-drives it", async () => {
  let broken = true;
  const Broken = text<Message>(() => {
    if (broken) throw new Error("a mistake in the user's mapping");
    return "mended";
  });
  const mapping = defineMapping({
    ...defaultMapping,
    messages: { ...defaultMapping.messages, Content: Broken },
  });
  const { notion, store, clock, ...world } = createWorld({ engine: { mapping } });
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run(30_000);
  expect(await store.activity("message:AC2")).toMatchObject({
    status: "parked",
    errorCode: "mapping_failed",
  });
  expect(world.alerts).toEqual([expect.objectContaining({ code: "mapping_failed", key: "message:AC2" })]);

  broken = false;
  await world.run(3_600_000);
  expect(notion.pages("messages")).toHaveLength(0);
  expect(await store.replay({ now: clock.now() })).toBe(1);
  await world.run();
  expect(notion.page("message:AC2").Content).toBe("mended");
});

test("an outage is not hammered: requests stay few however many activities wait", async () => {
  const { notion, ...world } = createWorld();
  await world.receive(messageReceived({ id: "AC0" }));
  await world.run();
  notion.faults.random({ probability: 1, faults: ["500"] });
  const before = notion.counts.requests;
  for (let index = 1; index <= 40; index++) await world.receive(messageReceived({ id: `AC${index}` }));
  await world.run(300_000);
  expect(notion.counts.requests - before).toBeLessThan(150);
  notion.faults.clear();
  await world.run(900_000);
  expect(notion.pages("messages")).toHaveLength(41);
});
