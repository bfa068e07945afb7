import { describe, expect, test } from "vitest";
import type { Schema } from "../notion/schema.js";
import type { Call, Mail, Message } from "../record/activity.js";
import { callTitle, messageTitle } from "./activity-title.js";
import { columnsOf } from "./columns-of.js";
import { defaultMapping } from "./default-mapping.js";
import { project } from "./project.js";
import type { PropertyMapping } from "./property.js";

const call = (changes: Partial<Call> = {}): Call => ({
  kind: "call",
  id: "AC1",
  direction: "incoming",
  status: "Answered",
  phoneNumber: { id: "PN1", number: "+15555550100", name: "Sales" },
  user: { id: "US1", name: "Doe, Jane" },
  conversationId: "CN1",
  link: "https://my.quo.com/inbox/PN1/c/CN1",
  counterparts: ["+15555550123"],
  from: "+15555550123",
  to: "+15555550100",
  participants: ["+15555550100", "+15555550123"],
  startedAt: "2026-10-07T15:00:00.000Z",
  answeredAt: "2026-10-07T15:00:05.000Z",
  endedAt: "2026-10-07T15:04:10.000Z",
  durationSeconds: 245,
  recordings: [],
  summary: [],
  nextSteps: [],
  jobs: [],
  transcript: [],
  ...changes,
});

const message = (changes: Partial<Message> = {}): Message => ({
  kind: "message",
  id: "AC2",
  direction: "outgoing",
  status: "Delivered",
  phoneNumber: { id: "PN1", number: "+15555550100", name: "Sales" },
  user: {},
  counterparts: ["+15555550123", "+15555550124"],
  from: "+15555550100",
  to: ["+15555550123", "+15555550124"],
  text: "Are you open\n on Monday?",
  media: [],
  sentAt: "2026-10-07T15:00:00.000Z",
  ...changes,
});

/** The schema of a database that was created for the mapping. */
function schemaFor(mapping: PropertyMapping<never>): Schema {
  const properties = Object.entries(columnsOf(mapping)).map(([name, { type }]) => [
    name,
    { id: name, name, type },
  ]);
  return { dataSourceId: "ds", properties: Object.fromEntries(properties) };
}

const plain = (content: string) => [{ type: "text", text: { content } }];

describe("the default mapping", () => {
  test("of a call with all its parts", () => {
    const whole = call({
      recordings: [
        { name: "Recording.mp3", url: "https://files.example.com/r" },
        { name: "Recording Part 2.mp3" },
      ],
      voicemail: { name: "Voicemail.mp3", url: "https://files.example.com/v", transcript: "Call me back" },
      summary: ["Asked about pricing.", "Wants a call."],
      nextSteps: ["Send the offer"],
      transcript: [
        { start: 0.4, end: 2, speaker: "Doe, Jane", content: "Hello?" },
        { start: 67.9, end: 70, speaker: "+15555550123", content: "Hi!" },
      ],
    });
    expect(
      project(whole, defaultMapping.calls, schemaFor(defaultMapping.calls), { canvas: ["contact-1"] }),
    ).toEqual({
      properties: {
        Name: { title: plain("Call from +1 555 555 0123 · 4m 5s") },
        "Call ID": { rich_text: plain("AC1") },
        Direction: { select: { name: "Incoming" } },
        Status: { select: { name: "Answered" } },
        Duration: { number: 245 },
        From: { phone_number: "+15555550123" },
        To: { phone_number: "+15555550100" },
        Participants: { rich_text: plain("+15555550100, +15555550123") },
        "OpenPhone Number": { phone_number: "+15555550100" },
        User: { select: { name: "Doe; Jane" } },
        "Started At": { date: { start: "2026-10-07T15:00:00.000Z" } },
        "Answered At": { date: { start: "2026-10-07T15:00:05.000Z" } },
        "Ended At": { date: { start: "2026-10-07T15:04:10.000Z" } },
        Recording: {
          files: [
            { type: "external", name: "Recording.mp3", external: { url: "https://files.example.com/r" } },
          ],
        },
        Voicemail: {
          files: [
            { type: "external", name: "Voicemail.mp3", external: { url: "https://files.example.com/v" } },
          ],
        },
        "Voicemail Transcript": { rich_text: plain("Call me back") },
        Summary: { rich_text: plain("• Asked about pricing.\n• Wants a call.") },
        "Next Steps": { rich_text: plain("• Send the offer") },
        Transcript: { rich_text: plain("[0:00] Doe, Jane: Hello?\n[1:07] +15555550123: Hi!") },
        Canvas: { relation: [{ id: "contact-1" }] },
        "Conversation ID": { rich_text: plain("CN1") },
        Link: { url: "https://my.quo.com/inbox/PN1/c/CN1" },
      },
      body: [],
      warnings: [],
    });
  });

  test("leaves the columns of parts that are not there yet alone", () => {
    const { endedAt: _, ...ringing } = call({ status: "Ringing", recordings: [{ name: "Recording.mp3" }] });
    const { properties } = project(ringing, defaultMapping.calls, schemaFor(defaultMapping.calls), {
      canvas: undefined,
    });
    const absent = ["Duration", "Ended At", "Recording", "Voicemail", "Voicemail Transcript", "Summary"];
    for (const column of [...absent, "Next Steps", "Transcript", "Canvas"])
      expect(properties).not.toHaveProperty([column]);
  });

  test("of a message", () => {
    const { properties, warnings } = project(
      message(),
      defaultMapping.messages,
      schemaFor(defaultMapping.messages),
      {
        canvas: [],
      },
    );
    expect(properties).toMatchObject({
      Name: { title: plain("Message to +1 555 555 0123, +1 555 555 0124: Are you open on Monday?") },
      "Message ID": { rich_text: plain("AC2") },
      To: { phone_number: "+15555550123, +15555550124" },
      Content: { rich_text: plain("Are you open\n on Monday?") },
      Canvas: { relation: [] },
    });
    expect(warnings).toEqual([]);
  });

  test("of a mail", () => {
    const mail: Mail = {
      kind: "mail",
      id: "<1@example.com>",
      subject: "",
      from: "jo@example.com",
      to: ["a@example.com", "b@example.com"],
      cc: [],
      body: "Hello",
      direction: "incoming",
      attachments: [{ name: "offer.pdf", url: "https://files.example.com/a" }],
      counterparts: ["jo@example.com"],
    };
    const { properties, warnings } = project(mail, defaultMapping.mail, schemaFor(defaultMapping.mail), {
      canvas: undefined,
    });
    expect(properties).toEqual({
      Subject: { title: plain("(no subject)") },
      "Message ID": { rich_text: plain("<1@example.com>") },
      From: { email: "jo@example.com" },
      To: { rich_text: plain("a@example.com, b@example.com") },
      Body: { rich_text: plain("Hello") },
      Direction: { select: { name: "Incoming" } },
      Attachments: {
        files: [{ type: "external", name: "offer.pdf", external: { url: "https://files.example.com/a" } }],
      },
    });
    expect(warnings).toEqual([]);
  });
});

describe("a call's title", () => {
  test.each<[string, Partial<Call>]>([
    ["Missed call from +1 555 555 0123", { status: "Missed", durationSeconds: 0 }],
    ["Voicemail from +1 555 555 0123", { status: "Voicemail", durationSeconds: 20 }],
    ["Call to +1 555 555 0123 · 1h 2m 3s", { direction: "outgoing", durationSeconds: 3723 }],
    [
      "Call to +1 555 555 0123 · No answer",
      { direction: "outgoing", status: "No answer", durationSeconds: 0 },
    ],
    ["Call from anonymous · 45s", { counterparts: ["anonymous"], durationSeconds: 45 }],
    ["Call from unknown · 45s", { counterparts: [], from: undefined as never, durationSeconds: 45 }],
    // Between two lines of the workspace.
    ["Call from +1 555 555 0123 · 45s", { counterparts: [], durationSeconds: 45 }],
    [
      "Call from 22001, 22002, 22003 and 2 more · 45s",
      { counterparts: ["22001", "22002", "22003", "22004", "22005"], durationSeconds: 45 },
    ],
  ])("%s", (expected, changes) => {
    expect(callTitle(call(changes))).toBe(expected);
  });

  test("of a call that goes on names its state, and its sides when the direction is unknown", () => {
    const { endedAt: _, direction: __, ...ringing } = call({ status: "Ringing", durationSeconds: 3 });
    expect(callTitle(ringing)).toBe("Call with +1 555 555 0123 · Ringing");
  });
});

describe("a message's title", () => {
  const one = (changes: Partial<Message>) => messageTitle(message({ counterparts: ["22001"], ...changes }));

  test("ends after the first words, on a code point", () => {
    const title = one({ text: "😀".repeat(500) });
    expect(title).toMatch(/^Message to 22001: (😀)+…$/u);
    expect(title.length).toBeLessThanOrEqual(120);
  });

  test("without words says what was sent", () => {
    const file = { name: "photo.jpg" };
    expect(one({ text: " \n", media: [file] })).toBe("Message to 22001: 1 file");
    expect(one({ text: "", media: [file, file] })).toBe("Message to 22001: 2 files");
    expect(one({ text: "" })).toBe("Message to 22001");
  });
});
