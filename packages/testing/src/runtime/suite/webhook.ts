import { callCompleted } from "../../payloads/call-completed.js";
import { messageReceived } from "../../payloads/message-events.js";
import { unknownEvent } from "../../payloads/uninteresting-events.js";
import type { Facet } from "./facet.js";

/** From a delivery to its row. */
export function webhookFacet({ test, expect }: Facet): void {
  test("row: a message and a call become one row each", async ({ deliver, runtime, notion, openphone }) => {
    openphone.addCall({ id: "AC1" });
    expect((await deliver(messageReceived({ id: "AC2", text: "Hello" }))).status).toBe(200);
    expect((await deliver(callCompleted({ id: "AC1", durationSeconds: 61 }))).status).toBe(200);
    await runtime.settle();
    const [message, call] = [notion.page("message:AC2"), notion.page("call:AC1")];
    expect({ text: message.Content, status: message.Status }).toEqual({ text: "Hello", status: "Received" });
    expect({ seconds: call.Duration, status: call.Status }).toEqual({ seconds: 61, status: "Answered" });
  });

  for (const system of ["v3", "v4", "new"] as const) {
    test(`row: whichever system speaks: ${system}`, async ({ deliver, runtime, notion }) => {
      expect((await deliver(messageReceived({ id: "AC2", system, text: "Hello" }))).status).toBe(200);
      await runtime.settle();
      expect(notion.page("message:AC2").Content).toBe("Hello");
    });
  }

  test("duplicate: is acknowledged and makes no request", async ({ deliver, runtime, notion }) => {
    const event = messageReceived({ id: "AC2" });
    expect((await deliver(event)).status).toBe(200);
    await runtime.settle();
    const { requests } = notion.counts;
    expect((await deliver(event)).status).toBe(200);
    expect((await deliver(event, { now: Date.now() - 60_000 })).status).toBe(200);
    await runtime.settle();
    expect(notion.counts.requests).toBe(requests);
    expect(notion.pages("messages").length).toBe(1);
  });

  test("duplicate: of deliveries at the same time comes one row", async ({ deliver, runtime, notion }) => {
    const event = messageReceived({ id: "AC2" });
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(event)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await runtime.settle();
    expect(notion.pages("messages").length).toBe(1);
    expect(notion.counts.creates).toBe(1);
  });

  test("junk: what is signed but no event is refused with 400", async ({ deliver, runtime, notion }) => {
    for (const body of ["", "not json", "[]", "null", "{}", '{"type":5,"data":{}}']) {
      expect({ body, status: (await deliver(body)).status }).toEqual({ body, status: 400 });
    }
    await runtime.settle();
    expect(notion.counts.creates).toBe(0);
    expect((await deliver(messageReceived())).status).toBe(200);
  });

  test("unknown: an event type that nobody knows is acknowledged and makes no row", async (world) => {
    const { deliver, runtime, notion } = world;
    expect((await deliver(unknownEvent())).status).toBe(200);
    expect((await deliver(unknownEvent({ type: "call.teleported.completed.twice" }))).status).toBe(200);
    await runtime.settle();
    expect(notion.counts.creates).toBe(0);
  });

  test("method: only POST is taken for a delivery", async ({ post }) => {
    for (const method of ["GET", "PUT", "DELETE"]) expect((await post({ method })).status).toBe(405);
  });
}
