import { describe, expect, test } from "vitest";
import type { ActivityRecord } from "../record/record.js";
import { parseEvent } from "./parse-event.js";

const receivedAt = Date.parse("2026-01-15T10:31:00.000Z");

const parse = (envelope: Record<string, unknown>) => parseEvent(JSON.stringify(envelope), { receivedAt });

/** Register values only, with empty bundles left out. */
const values = (patch: ActivityRecord | undefined): unknown =>
  JSON.parse(JSON.stringify(patch ?? null), (_, value) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    if ("at" in value && "value" in value) return value.value;
    const entries = Object.entries(value).filter(([, v]) => JSON.stringify(v) !== "{}");
    return Object.fromEntries(entries);
  });

describe("v4", () => {
  const LINK = "https://my.quo.com/inbox/PN00fake01/c/CN00fake01?at=AC00fake0001";
  const CALL = {
    id: "AC00fake0001",
    object: "call",
    answeredAt: "2026-01-15T10:29:30.000Z",
    answeredBy: "US00fake01",
    initiatedBy: null,
    direction: "incoming",
    status: "completed",
    completedAt: "2026-01-15T10:30:44.000Z",
    createdAt: "2026-01-15T10:29:28.110Z",
    duration: 76,
    forwardedFrom: null,
    forwardedTo: null,
    phoneNumberId: "PN00fake01",
    participants: ["+15555550123", "+15555550100"],
    updatedAt: "2026-01-15T10:30:44.522Z",
    userId: "US00fake01",
    contactIds: ["664d0db69fcac7cf2e6ec001"],
    recordings: null,
  };
  const SAID = {
    direction: "incoming",
    status: "completed",
    answeredAt: "2026-01-15T10:29:30.000Z",
    answeredBy: "US00fake01",
    completedAt: "2026-01-15T10:30:44.000Z",
    createdAt: "2026-01-15T10:29:28.110Z",
    duration: 76,
    phoneNumberId: "PN00fake01",
    participants: ["+15555550123", "+15555550100"],
    userId: "US00fake01",
    conversationId: "CN00fake01",
    link: LINK,
  };
  const v4 = (type: string, object: unknown) =>
    parse({
      id: "EV00fake0001",
      object: "event",
      apiVersion: "v4",
      createdAt: "2026-01-15T10:30:44.097Z",
      type,
      data: { deepLink: LINK, object },
    });

  test("call.completed, with the conversation from the deep link", () => {
    const event = v4("call.completed", CALL);
    expect(event).toMatchObject({ system: "webhook-v4", priority: "standard" });
    expect(event.activity?.key).toBe("call:AC00fake0001");
    expect(values(event.activity?.patch)).toEqual({ kind: "call", id: "AC00fake0001", fields: SAID });
  });

  test("call.ringing", () => {
    const event = v4("call.ringing", { ...CALL, status: "ringing" });
    expect(event.priority).toBe("low");
    expect(values(event.activity?.patch)).toMatchObject({ fields: { status: "ringing" } });
  });

  test("call.recording.completed", () => {
    const { activity } = v4("call.recording.completed", {
      ...CALL,
      recordings: [
        {
          id: "CR00fake01",
          duration: 72,
          startTime: "2026-01-15T10:29:31.000Z",
          type: "audio/mpeg",
          url: "https://storage.example.com/0.mp3",
        },
      ],
    });
    expect(values(activity?.patch)).toEqual({
      kind: "call",
      id: "AC00fake0001",
      fields: SAID,
      recordings: {
        CR00fake01: {
          duration: 72,
          startTime: "2026-01-15T10:29:31.000Z",
          type: "audio/mpeg",
          url: "https://storage.example.com/0.mp3",
          status: "completed",
        },
      },
    });
  });

  test("empty participants are not said", () => {
    const { activity } = v4("call.completed", { ...CALL, status: "no-answer", participants: [] });
    expect(activity?.patch.fields).not.toHaveProperty("participants");
  });

  test("an unanswered incoming call is critical, whatever its status", () => {
    for (const status of ["completed", "no-answer", "busy", "canceled"]) {
      const { priority } = v4("call.completed", { ...CALL, status, answeredAt: null, answeredBy: null });
      expect(priority).toBe("critical");
    }
  });

  test.each(["call.summary.completed", "callSummary"])("a summary comes as %s", (type) => {
    const event = v4(type, {
      callId: "AC00fake0001",
      object: "callSummary",
      status: "completed",
      summary: ["Caller asked about pricing."],
      nextSteps: [],
      jobs: [
        {
          icon: "✍️",
          name: "Message taking",
          result: {
            data: [
              { name: "First and last name", value: "Jane Doe" },
              { name: "Urgent", value: true },
              { name: "Odd", value: {} },
            ],
          },
        },
      ],
      contactIds: [],
    });
    expect(event).toMatchObject({ type: "call.summary.completed", priority: "low" });
    expect(values(event.activity?.patch)).toEqual({
      kind: "call",
      id: "AC00fake0001",
      fields: { link: LINK, conversationId: "CN00fake01" },
      summary: {
        status: "completed",
        summary: ["Caller asked about pricing."],
        nextSteps: [],
        jobs: [
          {
            name: "Message taking",
            fields: [
              { name: "First and last name", value: "Jane Doe" },
              { name: "Urgent", value: "true" },
            ],
          },
        ],
      },
    });
  });

  test.each(["call.transcript.completed", "callTranscript", "call.completed"])(
    "what calls itself a transcript is one, even as %s",
    (type) => {
      const event = v4(type, {
        callId: "AC00fake0001",
        object: "callTranscript",
        createdAt: "2026-01-15T10:31:00.000Z",
        duration: 5,
        status: "completed",
        dialogue: [
          {
            content: "Hello, world!",
            start: 5.123456,
            end: 10.123456,
            identifier: "+15555550123",
            userId: null,
          },
        ],
        contactIds: [],
      });
      expect(event.type).toBe("call.transcript.completed");
      expect(values(event.activity?.patch)).toMatchObject({
        id: "AC00fake0001",
        fields: { link: LINK },
        transcripts: {
          whole: {
            status: "completed",
            duration: 5,
            dialogue: [
              { content: "Hello, world!", start: 5.123456, end: 10.123456, identifier: "+15555550123" },
            ],
          },
        },
      });
    },
  );

  test.each([["array", ["+15555550100"]] as const, ["string", "+15555550100"] as const])(
    "message.received with `to` as %s",
    (_, to) => {
      const event = v4("message.received", {
        id: "AC00fakemsg1",
        object: "message",
        from: "+15555550123",
        to,
        direction: "incoming",
        text: "Hello, world!",
        status: "received",
        createdAt: "2026-01-15T10:20:12.445Z",
        userId: "US00fake01",
        phoneNumberId: "PN00fake01",
        contactIds: [],
      });
      expect(event.priority).toBe("critical");
      expect(values(event.activity?.patch)).toEqual({
        kind: "message",
        id: "AC00fakemsg1",
        fields: {
          from: "+15555550123",
          to: ["+15555550100"],
          direction: "incoming",
          text: "Hello, world!",
          status: "received",
          createdAt: "2026-01-15T10:20:12.445Z",
          userId: "US00fake01",
          phoneNumberId: "PN00fake01",
          link: LINK,
          conversationId: "CN00fake01",
        },
      });
    },
  );
});

describe("v3", () => {
  const v3 = (type: string, object: unknown, data: Record<string, unknown> = {}) =>
    parse({
      id: "EV00fake0002",
      object: "event",
      apiVersion: "v3",
      createdAt: "2022-01-24T19:22:25.427Z",
      type,
      data: { ...data, object },
    });
  const CALL = {
    object: "call",
    from: "+15555550123",
    to: "+15555550100",
    direction: "incoming",
    status: "completed",
    conversationId: "CN00fake01",
    userId: "US00fake01",
    phoneNumberId: "PN00fake01",
  };
  const COMPLETED = {
    ...CALL,
    id: "AC00fake0005",
    media: [],
    voicemail: { url: "https://m.openph.one/static/0000fake.mp3", type: "audio/mpeg", duration: 7 },
    createdAt: "2022-01-24T19:21:59.545Z",
    answeredAt: null,
    completedAt: "2022-01-24T19:22:19.000Z",
  };
  const RECORDED = {
    ...CALL,
    media: [
      {
        url: "https://storage.googleapis.com/opstatics-dev/0000fake.mp3?sig=1",
        type: "audio/mpeg",
        duration: 7,
      },
    ],
    voicemail: null,
    createdAt: "2022-01-24T19:30:34.675Z",
    answeredAt: "2022-01-24T19:30:38.000Z",
    completedAt: "2022-01-24T19:30:48.000Z",
  };

  test("call.completed with its voicemail inside", () => {
    const event = v3("call.completed", COMPLETED);
    expect(event).toMatchObject({ system: "webhook-v3", priority: "critical" });
    expect(values(event.activity?.patch)).toEqual({
      kind: "call",
      id: "AC00fake0005",
      fields: {
        from: "+15555550123",
        to: "+15555550100",
        direction: "incoming",
        status: "completed",
        conversationId: "CN00fake01",
        userId: "US00fake01",
        phoneNumberId: "PN00fake01",
        createdAt: "2022-01-24T19:21:59.545Z",
        completedAt: "2022-01-24T19:22:19.000Z",
        hasVoicemail: true,
      },
      voicemail: {
        url: "https://m.openph.one/static/0000fake.mp3",
        type: "audio/mpeg",
        duration: 7,
        status: "completed",
      },
    });
  });

  test("a recording event without any id cannot be processed", () => {
    expect(() => v3("call.recording.completed", RECORDED)).toThrow(
      expect.objectContaining({ code: "unprocessable_event", retry: "never" }),
    );
  });

  test("the deep link may name the call of a recording, whose link without query is its key", () => {
    const deepLink = "https://my.openphone.com/inbox/PN00fake01/c/CN00fake09?at=AC00fake0006";
    const { activity } = v3("call.recording.completed", RECORDED, { deepLink });
    expect(activity?.key).toBe("call:AC00fake0006");
    expect(values(activity?.patch)).toMatchObject({
      fields: { conversationId: "CN00fake01", answeredAt: "2022-01-24T19:30:38.000Z" },
      recordings: {
        "url:https://storage.googleapis.com/opstatics-dev/0000fake.mp3": { duration: 7, type: "audio/mpeg" },
      },
    });
  });

  test("message.received says `body`", () => {
    const { activity } = v3("message.received", {
      ...CALL,
      id: "AC00fakemsg9",
      object: "message",
      status: "received",
      body: "Hello",
      media: [{ url: "https://storage.example.com/0.jpg", type: "image/jpeg" }, { type: "image/png" }],
      createdAt: "2022-01-23T16:55:52.420Z",
    });
    expect(values(activity?.patch)).toEqual({
      kind: "message",
      id: "AC00fakemsg9",
      fields: {
        from: "+15555550123",
        to: ["+15555550100"],
        direction: "incoming",
        text: "Hello",
        media: [{ url: "https://storage.example.com/0.jpg", type: "image/jpeg" }],
        status: "received",
        createdAt: "2022-01-23T16:55:52.420Z",
        userId: "US00fake01",
        phoneNumberId: "PN00fake01",
        conversationId: "CN00fake01",
      },
    });
  });

  test.each([
    ["v2", COMPLETED, "webhook-v3"],
    [undefined, COMPLETED, "webhook-v3"],
    ["v9", { id: "AC1", object: "call", participants: [], recordings: null }, "webhook-v4"],
    [undefined, { id: "AC1", object: "message", body: "Hi" }, "webhook-v3"],
    [undefined, { id: "AC1", object: "message", text: "Hi" }, "webhook-v4"],
  ])("apiVersion %s: the shape tells", (apiVersion, object, system) => {
    expect(parse({ apiVersion, type: "contact.updated", data: { object } }).system).toBe(system);
  });
});
