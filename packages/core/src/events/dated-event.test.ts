import { describe, expect, test } from "vitest";
import type { ActivityRecord } from "../record/record.js";
import { parseEvent } from "./parse-event.js";

const receivedAt = Date.parse("2026-10-07T15:04:07.000Z");
const at = Date.parse("2026-10-07T15:04:06.000Z");

const CALL_CONTEXT = {
  orgId: "OR00fake01",
  phoneNumberId: "PN00fake01",
  conversationId: "CN00fake01",
  phoneNumberType: "shared",
  userId: "US00fake01",
  contacts: { ids: [], lookupStatus: "none" },
  participants: { workspace: ["+15555550100"], external: ["+15555550123"], resolution: "available" },
};
const MESSAGE_CONTEXT = {
  orgId: "OR00fake01",
  phoneNumberId: "PN00fake01",
  conversationId: "CN00fake01",
  userId: "US00fake01",
  contacts: { ids: ["664d0db69fcac7cf2e6ec001"], lookupStatus: "matched" },
  senderIdentifier: "+15555550123",
  recipientIdentifiers: ["+15555550100"],
};
const LINK = "https://my.quo.com/inbox/PN00fake01/c/CN00fake01?at=AC00fake0001";

const parse = (type: string, resource: unknown, context: unknown = CALL_CONTEXT) =>
  parseEvent(
    JSON.stringify({
      id: "EV00fake0001",
      apiVersion: "2026-03-30",
      createdAt: "2026-10-07T15:04:06.000Z",
      type,
      data: { resource, context, links: { quo: LINK } },
    }),
    { receivedAt },
  );

/** Register values only, with empty bundles left out. */
const values = (patch: ActivityRecord | undefined): unknown =>
  JSON.parse(JSON.stringify(patch ?? null), (_, value) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    if ("at" in value && "value" in value) return value.value;
    const entries = Object.entries(value).filter(([, v]) => JSON.stringify(v) !== "{}");
    return Object.fromEntries(entries);
  });

const TOLD = {
  phoneNumberId: "PN00fake01",
  conversationId: "CN00fake01",
  userId: "US00fake01",
  workspaceNumbers: ["+15555550100"],
  externalNumbers: ["+15555550123"],
  link: LINK,
};

describe("calls", () => {
  test("call.completed", () => {
    const event = parse("call.completed", {
      id: "AC00fake0001",
      direction: "incoming",
      status: "answered",
      createdAt: "2026-10-07T15:00:00.000Z",
      answeredAt: "2026-10-07T15:00:05.000Z",
      completedAt: "2026-10-07T15:04:05.000Z",
      updatedAt: "2026-10-07T15:04:05.000Z",
      duration: 240,
      hasVoicemail: false,
    });
    expect(event).toMatchObject({
      eventId: "EV00fake0001",
      type: "call.completed",
      system: "webhook-2026-03-30",
      priority: "standard",
      activity: { key: "call:AC00fake0001" },
    });
    expect(values(event.activity?.patch)).toEqual({
      kind: "call",
      id: "AC00fake0001",
      fields: {
        ...TOLD,
        direction: "incoming",
        status: "answered",
        createdAt: "2026-10-07T15:00:00.000Z",
        answeredAt: "2026-10-07T15:00:05.000Z",
        completedAt: "2026-10-07T15:04:05.000Z",
        duration: 240,
        hasVoicemail: false,
      },
    });
  });

  test.each([
    {
      type: "call.ringing",
      resource: { direction: "incoming", updatedAt: "2026-10-07T15:00:00.000Z" },
      fields: { direction: "incoming", status: "ringing" },
    },
    {
      type: "call.answered",
      resource: {
        direction: "incoming",
        answeredAt: "2026-10-07T15:00:05.000Z",
        answeredByUserId: "US00fake01",
        updatedAt: null,
      },
      fields: {
        direction: "incoming",
        status: "in-progress",
        answeredAt: "2026-10-07T15:00:05.000Z",
        answeredBy: "US00fake01",
      },
    },
    {
      type: "call.missed",
      resource: { updatedAt: "2026-10-07T16:00:20.000Z" },
      fields: { missed: true, direction: "incoming" },
    },
    {
      type: "call.forwarded",
      resource: { forwardedFrom: "+15555550100", forwardedTo: "+15555550177" },
      fields: { forwardedFrom: "+15555550100", forwardedTo: "+15555550177" },
    },
    { type: "call.forwarded", resource: { forwardedTo: null }, fields: { status: "forwarded" } },
    {
      type: "call.menu.selected",
      resource: {
        phoneMenuSelection: "1",
        phoneMenuSelectionName: "Sales",
        statusReason: "phone-menu-dial",
      },
      fields: { menuSelection: "Sales" },
    },
  ])("$type $resource", ({ type, resource, fields }) => {
    const createdAt = "2026-10-07T15:00:00.000Z";
    const event = parse(type, { id: "AC00fake0001", createdAt, ...resource });
    expect(values(event.activity?.patch)).toEqual({
      kind: "call",
      id: "AC00fake0001",
      fields: { ...TOLD, createdAt, ...fields },
    });
  });

  test("call.recording.completed", () => {
    const recording = {
      id: "RE00fake01",
      duration: 238,
      startTime: "2026-10-07T15:00:06.000Z",
      type: "audio/mpeg",
      url: "https://recordings.example.com/0.mp3",
    };
    const { activity } = parse("call.recording.completed", {
      id: "AC00fake0001",
      direction: "incoming",
      duration: 240,
      recordings: [recording, { id: "RE00fake02", status: "in-progress", url: null }, { duration: 3 }, null],
    });
    const { id, ...said } = recording;
    expect(values(activity?.patch)).toMatchObject({
      fields: { duration: 240 },
      recordings: { [id]: { ...said, status: "completed" }, RE00fake02: { status: "in-progress" } },
    });
    expect(activity?.patch.kind === "call" && Object.keys(activity.patch.recordings)).toEqual([
      "RE00fake01",
      "RE00fake02",
    ]);
  });

  test("call.summary.completed carries the call's id only", () => {
    const event = parse("call.summary.completed", {
      callId: "AC00fake0001",
      processingStatus: "completed",
      summary: ["Customer asked for pricing."],
      nextSteps: ["Send follow-up email."],
      fromPhoneNumber: null,
      handledByAiAgent: false,
      answeredByUserId: null,
      jobs: [],
    });
    expect(event.activity?.key).toBe("call:AC00fake0001");
    expect(values(event.activity?.patch)).toEqual({
      kind: "call",
      id: "AC00fake0001",
      fields: TOLD,
      summary: {
        status: "completed",
        summary: ["Customer asked for pricing."],
        nextSteps: ["Send follow-up email."],
        jobs: [],
      },
    });
  });

  test("a summary says who answered, and that an agent did", () => {
    const { activity } = parse("call.summary.completed", {
      callId: "AC00fake0001",
      processingStatus: "failed",
      summary: null,
      fromPhoneNumber: "+15555550123",
      handledByAiAgent: true,
      answeredByUserId: "SYU00fake1",
    });
    expect(values(activity?.patch)).toMatchObject({
      fields: { from: "+15555550123", aiHandled: true, answeredBy: "SYU00fake1" },
      summary: { status: "failed" },
    });
  });

  test("call.transcript.completed: its times are not the call's", () => {
    const { activity } = parse("call.transcript.completed", {
      callId: "AC00fake0001",
      createdAt: "2026-10-07T15:05:10.000Z",
      duration: 240,
      processingStatus: "completed",
      dialogue: [
        { userId: "US00fake01", identifier: null, content: "Thanks for calling.", start: 0, end: 3 },
        { userId: null, identifier: "+15555550123", content: "Hi there.", start: 3, end: 7 },
        { content: 7 },
      ],
    });
    expect(values(activity?.patch)).toEqual({
      kind: "call",
      id: "AC00fake0001",
      fields: TOLD,
      transcripts: {
        whole: {
          status: "completed",
          createdAt: "2026-10-07T15:05:10.000Z",
          duration: 240,
          dialogue: [
            { userId: "US00fake01", content: "Thanks for calling.", start: 0, end: 3 },
            { identifier: "+15555550123", content: "Hi there.", start: 3, end: 7 },
          ],
        },
      },
    });
  });

  const VOICEMAIL = {
    id: "AC00fakevm01",
    voicemailId: "VM00fake01",
    callId: "AC00fake0002",
    direction: "incoming",
    duration: 18,
    from: "+15555550123",
    to: "+15555550100",
    transcript: "Hi, please call me back.",
    recordingUrl: "https://recordings.example.com/vm.mp3",
    createdAt: "2026-10-07T16:00:21.000Z",
    updatedAt: "2026-10-07T16:00:40.000Z",
  };

  test("call.voicemail.completed belongs to its call", () => {
    const { activity, priority } = parse("call.voicemail.completed", VOICEMAIL);
    expect(priority).toBe("critical");
    expect(values(activity?.patch)).toEqual({
      kind: "call",
      id: "AC00fake0002",
      fields: {
        ...TOLD,
        direction: "incoming",
        from: "+15555550123",
        to: "+15555550100",
        hasVoicemail: true,
      },
      voicemail: {
        id: "VM00fake01",
        status: "completed",
        duration: 18,
        transcript: "Hi, please call me back.",
        url: "https://recordings.example.com/vm.mp3",
        createdAt: "2026-10-07T16:00:21.000Z",
      },
    });
  });

  test("a voicemail without a call stands for it, and its time is the call's", () => {
    const { activity } = parse("call.voicemail.completed", { ...VOICEMAIL, callId: null });
    expect(activity?.key).toBe("call:AC00fakevm01");
    expect(values(activity?.patch)).toMatchObject({ fields: { createdAt: "2026-10-07T16:00:21.000Z" } });
  });

  test("a context that says nothing, or is none, says nothing", () => {
    const resource = { id: "AC00fake0001", direction: "incoming" };
    const silent = {
      phoneNumberId: null,
      conversationId: null,
      participants: { workspace: [], external: [], resolution: "unavailable" },
    };
    for (const context of [silent, null, "none", undefined]) {
      const { activity } = parse("call.ringing", resource, context ?? null);
      expect(values(activity?.patch)).toMatchObject({ fields: { link: LINK, direction: "incoming" } });
      expect(Object.keys(activity?.patch.fields ?? {}).sort()).toEqual(["direction", "link", "status"]);
    }
  });
});

describe("messages", () => {
  const media = [{ type: "image/jpeg", url: "https://media.example.com/0.jpg" }];
  test.each([
    {
      type: "message.received",
      resource: { direction: "incoming", text: "hello", media, status: "received" },
      priority: "critical",
    },
    {
      type: "message.delivered",
      resource: { direction: "outgoing", text: "on my way", media: [], status: "delivered" },
      priority: "standard",
    },
    {
      type: "message.failed",
      resource: { direction: "outgoing", text: "hi", status: "failed", errorCode: null },
      priority: "standard",
    },
    {
      type: "message.undelivered",
      resource: { direction: "outgoing", text: "hi", media: [], status: "undelivered", errorCode: "30007" },
      priority: "standard",
    },
    {
      type: "message.delivered",
      resource: { direction: "outgoing", text: "hi", media: [], status: "read" },
      priority: "low",
    },
  ])("$type $resource.status", ({ type, resource, priority }) => {
    const createdAt = "2026-10-07T15:00:00.000Z";
    const event = parse(type, { id: "AC00fakemsg1", ...resource, createdAt }, MESSAGE_CONTEXT);
    expect(event.activity?.key).toBe("message:AC00fakemsg1");
    expect(event.priority).toBe(priority);
    const said = Object.fromEntries(Object.entries(resource).filter(([, value]) => value !== null));
    expect(values(event.activity?.patch)).toEqual({
      kind: "message",
      id: "AC00fakemsg1",
      fields: {
        ...said,
        createdAt,
        from: "+15555550123",
        to: ["+15555550100"],
        phoneNumberId: "PN00fake01",
        conversationId: "CN00fake01",
        userId: "US00fake01",
        link: LINK,
      },
    });
  });

  test("a recipient may be one text", () => {
    const context = { ...MESSAGE_CONTEXT, recipientIdentifiers: "+15555550100" };
    const { activity } = parse("message.received", { id: "AC00fakemsg1" }, context);
    expect(activity?.patch.fields).toMatchObject({ to: { value: ["+15555550100"] } });
  });
});

test("registers carry the event's time, and statuses their rank", () => {
  const { activity } = parse("call.completed", {
    id: "AC00fake0001",
    status: "answered",
    direction: "incoming",
  });
  expect(activity?.patch.fields.direction).toEqual({ value: "incoming", at });
  expect(activity?.patch.fields).toHaveProperty("status", { value: "answered", at, rank: 10 });
});

test.each(["contact.updated", "contact.deleted", "task.assigned", "integration.created", "call.hummed"])(
  "%s is an event without activity",
  (type) => {
    const event = parse(type, { id: "664d0db69fcac7cf2e6ec001", firstName: "Jane" }, {});
    expect(event).toEqual({
      eventId: "EV00fake0001",
      type,
      system: "webhook-2026-03-30",
      priority: "standard",
    });
  },
);
