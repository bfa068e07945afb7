import { expect, test } from "vitest";
import { inboxId } from "./inbox-id.js";
import type { NormalisedEvent } from "./normalised-event.js";

const event: NormalisedEvent = {
  eventId: "EV1",
  type: "call.completed",
  system: "webhook-v4",
  priority: "standard",
};

test("the id names system, event and content", async () => {
  expect(await inboxId(event, "{}")).toBe("webhook-v4:EV1:44136fa355b3678a");
});

test("text and its bytes are the same content; another body of the same event id is another", async () => {
  const body = '{"text":"héllo"}';
  const id = await inboxId(event, body);
  expect(await inboxId(event, new TextEncoder().encode(body))).toBe(id);
  expect(await inboxId(event, '{"text":"hello"}')).not.toBe(id);
});
