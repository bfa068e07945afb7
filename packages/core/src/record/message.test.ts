import { expect, test } from "vitest";
import { type Directory, emptyDirectory } from "./directory.js";
import { toMessage } from "./message.js";
import { emptyMessageRecord, type MessageFields, type MessageRecord } from "./record.js";
import type { Fields } from "./register.js";

const message = (fields: Partial<MessageFields>): MessageRecord => ({
  ...emptyMessageRecord("AC1"),
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, { value, at: 1 }]),
  ) as Fields<MessageFields>,
});

test("a whole message", () => {
  const directory: Directory = {
    ...emptyDirectory,
    phoneNumber: (id) => ({ id, number: "+15555550100", name: "Support" }),
    user: (id) => ({ id, name: "Dana Lee" }),
  };
  const record = message({
    direction: "outgoing",
    status: "delivered",
    from: "+15555550100",
    to: ["+15555550123"],
    text: "on my way",
    media: [
      { url: "https://sender.example/0", type: "image/jpeg" },
      { url: "https://sender.example/1", type: "application/x-odd" },
    ],
    createdAt: "2026-10-07T15:01:00Z",
    phoneNumberId: "PN1",
    userId: "US1",
    conversationId: "CN1",
    link: "https://my.quo.com/inbox/PN1/c/CN1?at=AC1",
    errorCode: "30007",
  });
  const media = new Map([["media:0", { url: "https://files.example/0" }]]);
  expect(toMessage(record, { directory, media })).toStrictEqual({
    kind: "message",
    id: "AC1",
    direction: "outgoing",
    status: "Delivered",
    rawStatus: "delivered",
    phoneNumber: { id: "PN1", number: "+15555550100", name: "Support" },
    user: { id: "US1", name: "Dana Lee" },
    conversationId: "CN1",
    link: "https://my.quo.com/inbox/PN1/c/CN1?at=AC1",
    from: "+15555550100",
    to: ["+15555550123"],
    counterparts: ["+15555550123"],
    text: "on my way",
    media: [
      { id: "media:0", name: "Media 1.jpg", url: "https://files.example/0", contentType: "image/jpeg" },
      { id: "media:1", name: "Media 2", contentType: "application/x-odd" },
    ],
    sentAt: "2026-10-07T15:01:00.000Z",
  });
});

test("the error code is shown while the message has failed", () => {
  const view = (status: string) =>
    toMessage(message({ direction: "outgoing", status, errorCode: "30007" }), { directory: emptyDirectory });
  expect(view("undelivered").errorCode).toBe("30007");
  expect(view("failed").errorCode).toBe("30007");
  expect(view("delivered").errorCode).toBeUndefined();
});

test("a message of which nothing is known says so", () => {
  expect(toMessage(emptyMessageRecord("AC1"), { directory: emptyDirectory })).toStrictEqual({
    kind: "message",
    id: "AC1",
    status: "Unknown",
    phoneNumber: {},
    user: {},
    to: [],
    counterparts: [],
    text: "",
    media: [],
  });
});
