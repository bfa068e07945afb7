import { expect, test } from "vitest";
import { messageOutcome } from "./message-outcome.js";
import { emptyMessageRecord, type MessageFields } from "./record.js";

const outcome = (direction: MessageFields["direction"] | undefined, status: string | undefined) =>
  messageOutcome({
    ...emptyMessageRecord("AC1"),
    fields: {
      ...(direction && { direction: { value: direction, at: 1 } }),
      ...(status !== undefined && { status: { value: status, at: 1 } }),
    },
  });

test.each([
  ["queued", "Queued"],
  ["accepted", "Queued"],
  ["scheduled", "Queued"],
  ["sending", "Queued"],
  ["sent", "Sent"],
  ["delivered", "Delivered"],
  ["read", "Read"],
  ["undelivered", "Undelivered"],
  ["failed", "Failed"],
  ["canceled", "Canceled"],
  ["received", "Received"],
  ["partially_delivered", "Partially delivered"],
  ["held-for-review", "Held for review"],
  ["__", "Unknown"],
  [undefined, "Unknown"],
])("status %s is %s", (status, expected) => {
  expect(outcome("outgoing", status)).toBe(expected);
  expect(outcome(undefined, status)).toBe(expected);
});

test.each(["delivered", "received", "failed", undefined])("an incoming message is received: %s", (status) => {
  expect(outcome("incoming", status)).toBe("Received");
});
