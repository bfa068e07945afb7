import { describe, expect, test } from "vitest";
import { toCall } from "./call.js";
import { type Directory, emptyDirectory } from "./directory.js";
import { type CallFields, type CallRecord, emptyCallRecord } from "./record.js";
import type { Fields } from "./register.js";

const registers = <T extends object>(values: Partial<T>): Fields<T> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, at: 1 }])) as Fields<T>;

const call = (fields: Partial<CallFields>, parts: Partial<CallRecord> = {}): CallRecord => ({
  ...emptyCallRecord("AC1"),
  fields: registers<CallFields>(fields),
  ...parts,
});

const directory: Directory = {
  phoneNumber: (id) => (id === "PN1" ? { id, number: "+15555550100", name: "Support" } : undefined),
  user: (id) => (id === "US1" ? { id, name: "Dana Lee" } : undefined),
  isOwnNumber: (number) => number === "+15555550100",
};

test("a whole call", () => {
  const record = call(
    {
      direction: "incoming",
      status: "completed",
      createdAt: "2026-10-07T15:00:00Z",
      answeredAt: "2026-10-07T15:00:05Z",
      completedAt: "2026-10-07T15:04:05Z",
      duration: 240,
      participants: ["+15555550100", "+15555550123"],
      phoneNumberId: "PN1",
      userId: "US9",
      answeredBy: "US1",
      conversationId: "CN1",
      link: "https://my.quo.com/inbox/PN1/c/CN1?at=AC1",
      menuSelection: "Sales",
    },
    {
      recordings: {
        CR1: registers({ url: "https://sender.example/1.mp3", duration: 120, type: "audio/mpeg" }),
        CR2: registers({ url: "https://sender.example/2", type: "audio/wav" }),
      },
      summary: registers({
        summary: ["All fine."],
        nextSteps: ["Call back."],
        jobs: [{ name: "Message", fields: [{ name: "Who", value: "Jane" }] }],
      }),
      transcripts: {
        whole: registers({ status: "completed", dialogue: [{ content: "Hi", start: 0, end: 1 }] }),
      },
    },
  );
  const media = new Map([["CR1", { url: "https://files.example/1", contentType: "audio/mpeg" }]]);
  expect(toCall(record, { directory, media })).toEqual({
    kind: "call",
    id: "AC1",
    direction: "incoming",
    status: "Answered",
    rawStatus: "completed",
    phoneNumber: { id: "PN1", number: "+15555550100", name: "Support" },
    user: { id: "US1", name: "Dana Lee" },
    conversationId: "CN1",
    link: "https://my.quo.com/inbox/PN1/c/CN1?at=AC1",
    from: "+15555550123",
    to: "+15555550100",
    participants: ["+15555550100", "+15555550123"],
    counterparts: ["+15555550123"],
    startedAt: "2026-10-07T15:00:00.000Z",
    answeredAt: "2026-10-07T15:00:05.000Z",
    endedAt: "2026-10-07T15:04:05.000Z",
    durationSeconds: 240,
    menuSelection: "Sales",
    recordings: [
      {
        id: "CR1",
        name: "Recording Part 1.mp3",
        url: "https://files.example/1",
        contentType: "audio/mpeg",
        durationSeconds: 120,
      },
      { id: "CR2", name: "Recording Part 2.wav", contentType: "audio/wav" },
    ],
    summary: ["All fine."],
    nextSteps: ["Call back."],
    jobs: [{ name: "Message", fields: [{ name: "Who", value: "Jane" }] }],
    transcript: [{ start: 0, end: 1, speaker: "Speaker", content: "Hi" }],
  });
});

test("a call of which nothing is known says so, and holds no undefined member", () => {
  const view = toCall(emptyCallRecord("AC1"), { directory: emptyDirectory });
  expect(view).toStrictEqual({
    kind: "call",
    id: "AC1",
    status: "Unknown",
    phoneNumber: {},
    user: {},
    participants: [],
    counterparts: [],
    durationSeconds: 0,
    recordings: [],
    summary: [],
    nextSteps: [],
    jobs: [],
    transcript: [],
  });
});

describe("the user", () => {
  const user = (fields: Partial<CallFields>) => toCall(call(fields), { directory }).user;

  test("is who answered, else who called, else whose number it is", () => {
    expect(user({ answeredBy: "US1", initiatedBy: "US2", userId: "US3" }).id).toBe("US1");
    expect(user({ initiatedBy: "US2", userId: "US3" }).id).toBe("US2");
    expect(user({ userId: "US3" })).toEqual({ id: "US3" });
  });

  test("is Sona for an AI agent", () => {
    expect(user({ answeredBy: "SYU1", userId: "US1" })).toEqual({ id: "SYU1", name: "Sona" });
  });
});

describe("the duration", () => {
  const seconds = (fields: Partial<CallFields>) =>
    toCall(call(fields), { directory: emptyDirectory }).durationSeconds;
  const answeredAt = "2026-10-07T15:00:05.400Z";

  test.each([
    ["as said", { duration: 7, answeredAt, completedAt: "2026-10-07T15:04:05Z" }, 7],
    ["0 where 0 is said", { duration: 0, answeredAt, completedAt: "2026-10-07T15:04:05Z" }, 0],
    ["computed where nothing is said", { answeredAt, completedAt: "2026-10-07T15:04:05Z" }, 240],
    ["0 where nobody answered", { completedAt: "2026-10-07T15:04:05Z" }, 0],
    ["never negative", { answeredAt, completedAt: "2026-10-07T15:00:00Z" }, 0],
    ["never from a negative", { duration: -5 }, 0],
    ["never NaN", { duration: Number.NaN, answeredAt: "?", completedAt: "?" }, 0],
  ])("is %s", (_, fields, expected) => {
    expect(seconds(fields)).toBe(expected);
  });

  test("is computed where 0 was said before the end was known", () => {
    const { fields } = call({ answeredAt, completedAt: "2026-10-07T15:04:05Z" });
    const record = { ...call({}), fields: { ...fields, duration: { value: 0, at: 0 } } };
    expect(toCall(record, { directory: emptyDirectory }).durationSeconds).toBe(240);
  });
});

describe("files", () => {
  const view = (parts: Partial<CallRecord>) => toCall(call({}, parts), { directory: emptyDirectory });

  test("one recording has no number, and the sender's link is nowhere", () => {
    const { recordings } = view({ recordings: { CR1: registers({ url: "https://sender.example/1" }) } });
    expect(recordings).toEqual([{ id: "CR1", name: "Recording.mp3" }]);
  });

  test("a voicemail has its words, with or without its file", () => {
    const transcript = "Call me.";
    expect(view({ voicemail: registers({ transcript }) }).voicemail).toEqual({
      name: "Voicemail.mp3",
      transcript,
    });
    expect(
      view({ voicemail: registers({ url: "https://sender.example/v", duration: 18 }) }).voicemail,
    ).toEqual({
      id: "voicemail",
      name: "Voicemail.mp3",
      durationSeconds: 18,
    });
    expect(view({ voicemail: registers({ status: "in-progress" }) }).voicemail).toBeUndefined();
  });

  test("what the archive found out goes before what the sender said", () => {
    const record = call({}, { recordings: { CR1: registers({ url: "https://sender.example/1" }) } });
    const media = new Map([
      ["CR1", { url: "https://files.example/1", contentType: "audio/ogg; codecs=opus" }],
    ]);
    expect(toCall(record, { directory: emptyDirectory, media }).recordings).toEqual([
      {
        id: "CR1",
        name: "Recording.ogg",
        url: "https://files.example/1",
        contentType: "audio/ogg; codecs=opus",
      },
    ]);
  });
});
