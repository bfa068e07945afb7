import { type EngineOptions, signStandard } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { postBody, type WebhookEvent } from "../payloads/webhook-event.js";
import { createWorld } from "./world.js";

const at = (time: string) => `2026-10-07T${time}.000Z`;

test("legacy and new webhooks both on: one row, told once", async () => {
  const world = createWorld();
  await world.receive(
    callCompleted({ system: "new" }),
    callCompleted({ system: "v4" }),
    callCompleted({ system: "v3" }),
    callRecordingCompleted({ system: "new" }),
    callRecordingCompleted({ system: "v4" }),
    callSummaryCompleted({ system: "new", summary: ["Prices."] }),
    callSummaryCompleted({ system: "v4", summary: ["Prices."] }),
  );
  await world.run(60_000);
  expect(world.notion.pages("calls")).toHaveLength(1);
  expect(world.notion.counts.creates).toBe(1);
  expect(world.notion.page("call:AC1")).toMatchObject({ Summary: "• Prices.", Status: "Answered" });
});

test("two events of one millisecond: the same row, whichever comes first", async () => {
  const events = ["First wording.", "Second wording."].map((text) =>
    callSummaryCompleted({ summary: [text], eventCreatedAt: at("15:01:00") }),
  );
  const rows = [];
  for (const order of [events, [...events].reverse()]) {
    const world = createWorld();
    await world.receive(callCompleted(), ...order);
    await world.run(10_000);
    rows.push(world.notion.page("call:AC1").Summary);
  }
  expect(rows[0]).toBe(rows[1]);
});

test("an event that is older than the record changes nothing, and costs nothing", async () => {
  const world = createWorld();
  await world.receive(
    callCompleted(),
    callSummaryCompleted({ summary: ["New."], eventCreatedAt: at("15:02:00") }),
  );
  await world.run(10_000);
  const { length } = world.notion.requests;
  await world.receive(callSummaryCompleted({ summary: ["Old."], eventCreatedAt: at("15:01:00") }));
  await world.run(10_000);
  expect(world.notion.page("call:AC1").Summary).toBe("• New.");
  expect(world.notion.requests.slice(length).filter(({ method }) => method === "PATCH")).toEqual([]);
});

test("an event from the future does not shut out what comes after it for long", async () => {
  const world = createWorld();
  await world.receive(
    callCompleted(),
    callSummaryCompleted({ summary: ["Future."], eventCreatedAt: "2031-01-01T00:00:00.000Z" }),
  );
  await world.run(600_000);
  await world.receive(callSummaryCompleted({ summary: ["Now."], eventCreatedAt: at("15:09:00") }));
  await world.run(10_000);
  expect(world.notion.page("call:AC1").Summary).toBe("• Now.");
});

test("a secret that is rotated in flight: what was signed with either is taken, with the old one only while it is set", async () => {
  const old = "whsec_b2xkb2xkb2xkb2xkb2xkb2xk";
  const fresh = "whsec_bmV3bmV3bmV3bmV3bmV3bmV3";
  let secrets = [old];
  const engine: Partial<EngineOptions> = { webhookSecrets: () => secrets, allowUnsigned: false };
  const world = createWorld({ engine });
  const deliver = async (event: WebhookEvent, secret: string, id: string) => {
    const body = new TextEncoder().encode(postBody(event));
    const timestampSeconds = Math.floor(world.clock.now() / 1000);
    const signature = await signStandard({ secret, id, timestampSeconds, body });
    const headers = new Headers({
      "webhook-id": id,
      "webhook-timestamp": String(timestampSeconds),
      "webhook-signature": signature,
    });
    return world.engine.ingest({ headers, body });
  };
  await deliver(messageReceived({ id: "AC2" }), old, "msg_1");
  secrets = [fresh, old];
  await deliver(messageReceived({ id: "AC3" }), old, "msg_2");
  await deliver(messageReceived({ id: "AC4" }), fresh, "msg_3");
  secrets = [fresh];
  await expect(deliver(messageReceived({ id: "AC5" }), old, "msg_4")).rejects.toMatchObject({
    code: "signature_invalid",
  });
  await world.run(10_000);
  expect(world.notion.pages("messages")).toHaveLength(3);
});
