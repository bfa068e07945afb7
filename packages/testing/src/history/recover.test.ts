import { recoverDeliveries } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { postBody } from "../payloads/webhook-event.js";
import { createHistoryWorld, type HistoryWorld } from "./history-world.js";

const HOUR = 3_600_000;
const URL = "https://sync.example.com/webhooks/openphone";

async function withWebhook(world: HistoryWorld) {
  const life = world.begin();
  const webhook = await world.until(
    life.openphone.createWebhook({ url: URL, events: ["call.completed", "message.received"] }),
  );
  const parts = { ...life.parts, openphone: life.openphone };
  return { life, parts, webhookId: webhook.id };
}

test("what was never delivered is taken out of the log, once", async () => {
  const world = createHistoryWorld();
  const { parts, webhookId } = await withWebhook(world);
  const since = world.clock.now() - HOUR;
  world.openphone.addFailedDelivery(webhookId, callCompleted());
  world.openphone.addFailedDelivery(webhookId, messageReceived());
  await world.run(1_000);
  const first = await world.until(recoverDeliveries(parts, { since, url: URL }));
  expect(first).toEqual({ found: 2, recovered: 2, known: 0, ignored: 0, unreadable: 0 });
  await world.run(60_000);
  expect(world.notion.page("call:AC1").Status).toBe("Answered");
  expect(world.notion.page("message:AC2").From).toBe("+15555550123");
  expect(await world.until(recoverDeliveries(parts, { since }))).toMatchObject({ recovered: 0, known: 2 });
});

test("what arrived after all, differently written, is known by its event id", async () => {
  const world = createHistoryWorld();
  const { life, parts, webhookId } = await withWebhook(world);
  const event = callCompleted();
  const body = JSON.stringify(JSON.parse(postBody(event)), undefined, 2);
  await life.engine.ingest({ headers: new Headers(), body: new TextEncoder().encode(body) });
  world.openphone.addFailedDelivery(webhookId, event);
  await world.run(1_000);
  const since = world.clock.now() - HOUR;
  expect(await world.until(recoverDeliveries(parts, { since }))).toMatchObject({ recovered: 0, known: 1 });
});

test("deliveries to somebody else and those from before are left out", async () => {
  const world = createHistoryWorld();
  const { parts, webhookId } = await withWebhook(world);
  world.openphone.addFailedDelivery(webhookId, callCompleted());
  await world.run(2 * HOUR);
  const recover = (request: { since: number; url?: string }) =>
    world.until(recoverDeliveries(parts, request));
  const now = world.clock.now();
  expect((await recover({ since: now - 3 * HOUR, url: "https://other.example.com/" })).found).toBe(0);
  expect((await recover({ since: now - HOUR })).found).toBe(0);
  expect((await recover({ since: now - 3 * HOUR })).found).toBe(1);
});

test("a time in the future is refused", async () => {
  const world = createHistoryWorld();
  const { parts } = await withWebhook(world);
  await expect(recoverDeliveries(parts, { since: world.clock.now() + HOUR })).rejects.toMatchObject({
    code: "invalid_configuration",
  });
});
