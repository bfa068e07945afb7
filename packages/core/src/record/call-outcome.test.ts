import { describe, expect, test } from "vitest";
import { callOutcome } from "./call-outcome.js";
import { type CallFields, emptyCallRecord, type VoicemailFields } from "./record.js";
import type { Fields } from "./register.js";

const registers = <T extends object>(values: Partial<T>): Fields<T> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, at: 1 }])) as Fields<T>;

const outcome = (fields: Partial<CallFields>, voicemail: Partial<VoicemailFields> = {}) =>
  callOutcome({
    ...emptyCallRecord("AC1"),
    fields: registers<CallFields>(fields),
    voicemail: registers<VoicemailFields>(voicemail),
  });

const answeredAt = "2026-10-07T15:00:05.000Z";
const completedAt = "2026-10-07T15:04:05.000Z";

describe("an incoming call", () => {
  const direction = "incoming";
  const statuses = [
    ...["missed", "no-answer", "abandoned", "busy", "canceled", "completed", "failed", "unanswered"],
    ...["unknown"],
  ];

  test.each(statuses)("that nobody answered is missed when its status is %s", (status) => {
    expect(outcome({ direction, status })).toBe("Missed");
    expect(outcome({ direction, status, completedAt })).toBe("Missed");
  });

  test.each(statuses)("with a voicemail is one when its status is %s", (status) => {
    expect(outcome({ direction, status, hasVoicemail: true })).toBe("Voicemail");
    expect(outcome({ direction, status }, { transcript: "Call me." })).toBe("Voicemail");
    expect(outcome({ direction, status }, { url: "https://a.example/vm.mp3" })).toBe("Voicemail");
  });

  test("is a voicemail as soon as there is one", () => {
    expect(outcome({ direction, status: "ringing" }, { transcript: "Call me." })).toBe("Voicemail");
    expect(outcome({ direction, hasVoicemail: true })).toBe("Voicemail");
  });

  test.each([
    ["Missed", { missed: true }],
    ["Missed", { completedAt }],
    ["Answered", { status: "completed", answeredAt }],
    ["Answered", { status: "completed", answeredBy: "US1" }],
    ["Answered", { status: "answered" }],
    ["Answered", { status: "completed", answeredAt, hasVoicemail: true }],
    ["Answered", { status: "answered", answeredAt, forwardedTo: "US2" }],
    ["Forwarded", { status: "completed", forwardedTo: "+15555550177" }],
    ["Forwarded", { status: "forwarded", answeredAt }],
    ["AI handled", { status: "ai-handled", answeredAt }],
    ["AI handled", { status: "completed", aiHandled: true, answeredAt, answeredBy: "SYU1" }],
    ["AI handled", { status: "completed", aiHandled: true }],
    ["AI handled", { status: "completed", answeredAt, answeredBy: "SYU1", userId: "US1" }],
    ["AI handled", { status: "completed", completedAt, userId: "SYU1" }],
    ["Answered", { status: "completed", answeredAt, answeredBy: "US1", userId: "SYU1" }],
    ["Voicemail", { status: "completed", forwardedTo: "+15555550177", hasVoicemail: true }],
    ["Voicemail", { status: "forwarded", hasVoicemail: true }],
    ["Forwarded", { status: "forwarded", answeredAt, hasVoicemail: true }],
  ] as const)("is %s with %j", (expected, fields) => {
    expect(outcome({ direction, ...fields })).toBe(expected);
  });
});

test.each([
  ["No answer", "completed"],
  ["No answer", "no-answer"],
  ["No answer", "unanswered"],
  ["No answer", "missed"],
  ["Busy", "busy"],
  ["Failed", "failed"],
  ["Canceled", "canceled"],
  ["Canceled", "abandoned"],
  ["Forwarded", "forwarded"],
  ["Answered", "answered"],
  ["Unknown", "unknown"],
])("an outgoing call is %s with status %s", (expected, status) => {
  expect(outcome({ direction: "outgoing", status })).toBe(expected);
  expect(outcome({ direction: "outgoing", status, hasVoicemail: true })).toBe(expected);
});

test.each([
  ["Ringing", { status: "queued" }],
  ["Ringing", { status: "initiated" }],
  ["Ringing", { status: "ringing" }],
  ["In progress", { status: "ringing", answeredAt }],
  ["In progress", { status: "in-progress" }],
  ["Unknown", { status: "parked" }],
  ["Unknown", {}],
] as const)("a call that has not ended is %s with %j", (expected, fields) => {
  expect(outcome(fields)).toBe(expected);
  expect(outcome({ direction: "outgoing", ...fields })).toBe(expected);
});

test.each([
  ["Missed", { missed: true }],
  ["Missed", { status: "missed" }],
  ["Busy", { status: "busy" }],
  ["Unknown", { status: "completed" }],
  ["Unknown", { completedAt }],
  ["No answer", { status: "unanswered" }],
] as const)("a call of unknown direction is %s with %j", (expected, fields) => {
  expect(outcome(fields)).toBe(expected);
});
