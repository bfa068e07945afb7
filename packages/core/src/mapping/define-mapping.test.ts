import { describe, expect, expectTypeOf, test } from "vitest";
import type { Call, Message } from "../record/activity.js";
import { columnsOf } from "./columns-of.js";
import { defaultMapping } from "./default-mapping.js";
import { defineMapping } from "./define-mapping.js";
import type { Mapping } from "./mapping.js";
import { id, number, select, text, title } from "./property-builders.js";

const extended = defineMapping({
  ...defaultMapping,
  calls: {
    ...defaultMapping.calls,
    Minutes: number((call) => {
      expectTypeOf(call).toEqualTypeOf<Call>();
      // @ts-expect-error an outcome that there is not
      if (call.status === "missed") return undefined;
      return Math.ceil(call.durationSeconds / 60);
    }),
    Team: select((call) => call.phoneNumber.name),
    // @ts-expect-error a number column does not take text
    Wrong: number((call) => call.id),
  },
  messages: {
    ...defaultMapping.messages,
    Words: number((message) => {
      expectTypeOf(message).toEqualTypeOf<Message>();
      return message.text.split(" ").length;
    }),
    Linked: text((_message, context) => {
      expectTypeOf(context.canvas).toEqualTypeOf<readonly string[] | undefined>();
      return context.canvas?.[0];
    }),
  },
});

describe("defining a mapping", () => {
  test("the result is a Mapping that still knows its columns", () => {
    expectTypeOf(extended).toExtend<Mapping>();
    expectTypeOf(extended.calls).toHaveProperty("Minutes");
    expectTypeOf(extended.calls).toHaveProperty("Voicemail Transcript");
    expect(extended.mail).toBe(defaultMapping.mail);
  });

  test("a misspelled kind does not compile", () => {
    // @ts-expect-error there is no kind "mails"
    defineMapping({ ...defaultMapping, mails: {} });
  });

  test.each([
    [
      "no id",
      { Name: title(() => "") },
      /mapping of calls needs exactly one id column.*found none among "Name"/,
    ],
    ["two ids", { Name: title(() => ""), A: id(() => ""), B: id(() => "") }, /found "A", "B"/],
    ["no title", { A: id(() => "") }, /exactly one title column/],
  ])("%s is refused", (_, calls, message) => {
    expect(() => defineMapping({ ...defaultMapping, calls })).toThrow(message);
  });
});

test("a kind that is left out is named", () => {
  expect(() => defineMapping({ calls: defaultMapping.calls } as never)).toThrow(
    expect.objectContaining({
      code: "invalid_configuration",
      message: expect.stringContaining("no columns for messages"),
    }),
  );
});

describe("the columns of a new database", () => {
  test("have the natural type of each meaning", () => {
    expect(columnsOf(extended.calls)).toEqual({
      Name: { type: "title" },
      "Call ID": { type: "rich_text" },
      Direction: { type: "select" },
      Status: { type: "select" },
      Duration: { type: "number" },
      From: { type: "phone_number" },
      To: { type: "phone_number" },
      Participants: { type: "rich_text" },
      "OpenPhone Number": { type: "phone_number" },
      User: { type: "select" },
      "Started At": { type: "date" },
      "Answered At": { type: "date" },
      "Ended At": { type: "date" },
      Recording: { type: "files" },
      Voicemail: { type: "files" },
      "Voicemail Transcript": { type: "rich_text" },
      Summary: { type: "rich_text" },
      "Next Steps": { type: "rich_text" },
      Transcript: { type: "rich_text" },
      Canvas: { type: "relation" },
      "Conversation ID": { type: "rich_text" },
      Link: { type: "url" },
      Minutes: { type: "number" },
      Team: { type: "select" },
      Wrong: { type: "number" },
    });
  });

  test("of messages and mail are those that users know", () => {
    expect(Object.keys(columnsOf(defaultMapping.messages))).toEqual([
      ...["Name", "Message ID", "Direction", "Status", "From", "To", "Content", "OpenPhone Number", "User"],
      ...["Sent At", "Media", "Canvas", "Conversation ID", "Link"],
    ]);
    expect(Object.keys(columnsOf(defaultMapping.mail))).toEqual([
      ...[
        "Subject",
        "Message ID",
        "From",
        "To",
        "CC",
        "Body",
        "Direction",
        "Sent At",
        "Attachments",
        "Canvas",
        "Thread ID",
      ],
    ]);
  });

  test("cannot have two titles", () => {
    expect(() => columnsOf({ A: title(() => ""), B: title(() => "") })).toThrow(/exactly one title/);
  });
});
