import { describe, expect, test } from "vitest";
import { callParties } from "../record/call-parties.js";
import { emptyDirectory } from "../record/directory.js";
import type { ActivityRecord } from "../record/record.js";
import { parseEvent } from "./parse-event.js";
import { callPatchFromRest, messagePatchFromRest, restCallBody, restMessageBody } from "./rest.js";

const at = Date.parse("2026-10-07T16:00:00.000Z");

/** Register values only, with empty bundles left out. */
const values = (patch: ActivityRecord | undefined): unknown =>
  JSON.parse(JSON.stringify(patch ?? null), (_, value) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    if ("at" in value && "value" in value) return value.value;
    const entries = Object.entries(value).filter(([, v]) => JSON.stringify(v) !== "{}");
    return Object.fromEntries(entries);
  });

const V1_CALL = {
  id: "AC00fake0001",
  phoneNumberId: "PN00fake01",
  userId: "US00fake01",
  direction: "incoming",
  status: "completed",
  participants: ["+15555550123", "+15555550100"],
  createdAt: "2026-10-07T15:00:00.000Z",
  answeredAt: "2026-10-07T15:00:05.000Z",
  answeredBy: "US00fake01",
  initiatedBy: null,
  completedAt: "2026-10-07T15:04:05.000Z",
  updatedAt: "2026-10-07T15:04:06.000Z",
  duration: 240,
  callRoute: "phone-number",
  forwardedFrom: null,
  forwardedTo: null,
  aiHandled: null,
};
const DATED_CALL = {
  ...V1_CALL,
  userId: undefined,
  actorId: "US00fake01",
  participants: [
    { phoneNumber: "+15555550100", actorId: "US00fake01" },
    { phoneNumber: "+15555550123", actorId: null },
    { phoneNumber: "+15555550100", actorId: "US00fake02" },
  ],
};
const SAID = {
  phoneNumberId: "PN00fake01",
  userId: "US00fake01",
  direction: "incoming",
  status: "completed",
  createdAt: "2026-10-07T15:00:00.000Z",
  answeredAt: "2026-10-07T15:00:05.000Z",
  answeredBy: "US00fake01",
  completedAt: "2026-10-07T15:04:05.000Z",
  duration: 240,
  route: "phone-number",
};

describe("calls", () => {
  test("v1: participants are numbers", () => {
    expect(values(callPatchFromRest(V1_CALL, { surface: "v1", at }))).toEqual({
      kind: "call",
      id: "AC00fake0001",
      fields: { ...SAID, participants: ["+15555550123", "+15555550100"] },
    });
  });

  test("dated: participants tell who took part for the workspace", () => {
    expect(values(callPatchFromRest(DATED_CALL, { surface: "2026-03-30", at }))).toEqual({
      kind: "call",
      id: "AC00fake0001",
      fields: {
        ...SAID,
        participants: ["+15555550123", "+15555550100"],
        workspaceNumbers: ["+15555550100"],
      },
    });
  });

  test("dated: where nobody is said to be of the workspace, the own number is taken to come first", () => {
    const untaken = DATED_CALL.participants.slice(0, 2).map((party) => ({ ...party, actorId: null }));
    const partiesOf = (direction: string) => {
      const call = { ...DATED_CALL, direction, participants: untaken };
      return callParties(callPatchFromRest(call, { surface: "2026-03-30", at }), emptyDirectory);
    };
    const [own, other] = ["+15555550100", "+15555550123"];
    expect(partiesOf("incoming")).toMatchObject({ from: other, to: own, counterparts: [other] });
    expect(partiesOf("outgoing")).toMatchObject({ from: own, to: other, counterparts: [other] });
  });

  test("an AI agent's call says so", () => {
    const patch = callPatchFromRest({ ...V1_CALL, aiHandled: "ai-agent" }, { surface: "v1", at });
    expect(patch.fields.aiHandled?.value).toBe(true);
  });

  test("dated: summary, voicemail and recordings come with it", () => {
    const call = {
      ...DATED_CALL,
      summary: {
        status: "completed",
        type: "human",
        summary: ["Customer asked about invoice 1042."],
        nextSteps: ["Email the corrected invoice."],
        jobs: null,
        title: null,
      },
      voicemail: {
        id: "VM00fake01",
        status: "completed",
        duration: 18,
        recordingUrl: "https://voicemail.example.com/static/0000fake.mp3",
        transcript: "Hi, call me back.",
      },
      recordings: [
        {
          id: "CR00fake01",
          status: "completed",
          startTime: "2026-10-07T15:00:06.000Z",
          duration: 238,
          type: "audio/mpeg",
          url: "https://storage.example.com/rec/0000fake.mp3",
        },
        { id: "CR00fake02", status: "processing", startTime: null, duration: null, type: null, url: null },
      ],
    };
    expect(values(callPatchFromRest(call, { surface: "2026-03-30", at }))).toMatchObject({
      fields: { hasVoicemail: true },
      summary: {
        status: "completed",
        summary: ["Customer asked about invoice 1042."],
        nextSteps: ["Email the corrected invoice."],
      },
      voicemail: {
        id: "VM00fake01",
        status: "completed",
        duration: 18,
        url: "https://voicemail.example.com/static/0000fake.mp3",
        transcript: "Hi, call me back.",
      },
      recordings: {
        CR00fake01: { duration: 238, url: "https://storage.example.com/rec/0000fake.mp3" },
        CR00fake02: { status: "processing" },
      },
    });
  });

  test("a voicemail still in progress announces itself, none is null", () => {
    const voicemail = {
      id: "VM1",
      status: "in-progress",
      duration: null,
      transcript: null,
      recordingUrl: null,
    };
    const patch = callPatchFromRest({ ...V1_CALL, voicemail }, { surface: "v1", at });
    expect(values(patch)).toMatchObject({
      fields: { hasVoicemail: true },
      voicemail: { status: "in-progress" },
    });
    expect(patch.voicemail).not.toHaveProperty("id");
    const none = callPatchFromRest({ ...V1_CALL, voicemail: null }, { surface: "v1", at });
    expect(none.fields).not.toHaveProperty("hasVoicemail");
  });

  const TRANSCRIPT = {
    recordingId: "CR00fake01",
    status: "completed",
    startTime: "2026-10-07T15:00:06Z",
    createdAt: "2026-10-07T15:05:10Z",
    duration: 118.4,
    dialogue: [
      { content: "Hello, world!", start: 5.12, end: 10.12, identifier: "+15555550123", actorId: null },
      { content: "Hi.", start: 11, end: 12, identifier: null, actorId: "US00fake01" },
    ],
  };

  test("dated: one transcript for each recorded segment", () => {
    const transcripts = [TRANSCRIPT, { recordingId: "CR00fake02", status: "absent" }];
    const patch = callPatchFromRest({ ...DATED_CALL, transcripts }, { surface: "2026-03-30", at });
    expect(values(patch)).toMatchObject({
      transcripts: {
        CR00fake01: {
          startTime: "2026-10-07T15:00:06Z",
          dialogue: [{ identifier: "+15555550123" }, { userId: "US00fake01" }],
        },
        CR00fake02: { status: "absent" },
      },
    });
  });

  test("v1: one transcript for the whole call", () => {
    const patch = callPatchFromRest({ ...V1_CALL, transcripts: [TRANSCRIPT] }, { surface: "v1", at });
    expect(Object.keys(patch.transcripts)).toEqual(["whole"]);
  });

  test("as an event body it says the same", () => {
    const event = parseEvent(restCallBody(V1_CALL, { surface: "v1", at }), { receivedAt: at });
    expect(event).toEqual({
      eventId: "rest.call:AC00fake0001",
      type: "rest.call",
      system: "rest",
      priority: "standard",
      activity: { key: "call:AC00fake0001", patch: callPatchFromRest(V1_CALL, { surface: "v1", at }) },
    });
  });
});

const MESSAGE = {
  id: "AC00fakemsg1",
  to: ["+15555550100"],
  from: "+15555550123",
  text: "Is my order ready?",
  phoneNumberId: "PN00fake01",
  conversationId: "CN00fake01",
  direction: "incoming",
  userId: null,
  status: "received",
  createdAt: "2026-10-08T15:00:00Z",
  updatedAt: "2026-10-08T15:00:00Z",
  media: [{ url: "https://media.example.com/0000fake.jpg", type: "image/jpeg" }],
};

test("a message is read alike on both surfaces and as an event body", () => {
  const patch = messagePatchFromRest(MESSAGE, { surface: "v1", at });
  const { id, userId, updatedAt, ...said } = MESSAGE;
  expect(values(patch)).toEqual({ kind: "message", id, fields: said });
  const event = parseEvent(restMessageBody(MESSAGE, { surface: "2026-03-30", at }), { receivedAt: at });
  expect(event).toMatchObject({ system: "rest", type: "rest.message" });
  expect(event.activity?.patch).toEqual(patch);
});

test("an answer that is no activity is refused", () => {
  for (const answer of [null, "AC1", [], {}, { id: 7 }, { id: "__proto__" }]) {
    const refused = expect.objectContaining({ code: "unprocessable_event" });
    expect(() => callPatchFromRest(answer, { surface: "v1", at })).toThrow(refused);
    expect(() => messagePatchFromRest(answer, { surface: "v1", at })).toThrow(refused);
  }
});
