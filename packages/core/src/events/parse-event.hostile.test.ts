import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuGrowth } from "../../../testing/src/clock/cpu-growth.js";
import { toCall } from "../record/call.js";
import { emptyDirectory } from "../record/directory.js";
import { toMail } from "../record/mail.js";
import { foldRecord, mergeRecords } from "../record/merge.js";
import { toMessage } from "../record/message.js";
import type { ActivityRecord } from "../record/record.js";
import { SyncError } from "../sync-error.js";
import { parseEvent } from "./parse-event.js";

const receivedAt = Date.parse("2026-10-07T15:00:00.000Z");

/** The patch, or `undefined` where the body is refused in the proper way. */
function patchOf(body: string): ActivityRecord | undefined {
  try {
    return parseEvent(body, { receivedAt }).activity?.patch;
  } catch (error) {
    if (error instanceof SyncError && error.retry === "never") return undefined;
    throw error;
  }
}

function view(record: ActivityRecord): unknown {
  if (record.kind === "mail") return toMail(record, {});
  const options = { directory: emptyDirectory };
  return record.kind === "call" ? toCall(record, options) : toMessage(record, options);
}

/** Names that every object has without being told. */
const INHERITED = ["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__", "__defineGetter__"];

const text = fc.oneof(
  fc.constantFrom(...INHERITED, "", " ", "\0", "\u202e\u2066", "\ufeff", "\ud800", "\udc00x", "😀", "\u2028"),
  fc.constantFrom(
    "2026-10-07T15:00:00Z",
    "9999-12-31T23:59:59-23:59",
    "0000-01-01T00:00Z",
    "2026-10-07T24:00:00Z",
  ),
  fc.constantFrom("+15555550123", "https://media.example.com/a.mp3", "completed", "incoming", "AC1"),
  fc.string({ unit: "binary", maxLength: 30 }),
);
const number = fc.oneof(fc.nat(5_000), fc.double(), fc.constantFrom(1e308, -1, 5e-324));
const member = fc.oneof(text, number, fc.constant(null), fc.boolean(), fc.array(text, { maxLength: 4 }));
const objectOf = (names: readonly string[], values: fc.Arbitrary<unknown> = member) =>
  fc.record(Object.fromEntries(names.map((name) => [name, values])), { requiredKeys: [] });

const recording = objectOf(["id", "url", "duration", "type", "startTime", "status"]);
const line = objectOf(["content", "start", "end", "identifier", "userId", "actorId"]);
const transcript = fc
  .tuple(objectOf(["recordingId", "status", "startTime", "duration"]), fc.array(line, { maxLength: 4 }))
  .map(([fields, dialogue]) => ({ ...fields, dialogue }));
const summary = fc
  .tuple(
    objectOf(["status", "title", "summary", "nextSteps"]),
    fc.array(objectOf(["name", "result"]), { maxLength: 2 }),
  )
  .map(([fields, jobs]) => ({ ...fields, jobs }));

const FIELDS = [
  ...[
    "direction",
    "status",
    "createdAt",
    "answeredAt",
    "completedAt",
    "duration",
    "from",
    "to",
    "participants",
  ],
  ...["phoneNumberId", "userId", "answeredBy", "conversationId", "forwardedTo", "aiHandled", "hasVoicemail"],
  ...["text", "body", "errorCode", "transcript", "recordingUrl", "dialogue", "nextSteps", "processingStatus"],
];
const object = fc
  .record(
    {
      fields: objectOf(FIELDS),
      recordings: fc.array(recording, { maxLength: 4 }),
      media: fc.array(recording, { maxLength: 4 }),
      voicemail: recording,
      summary,
      transcripts: fc.array(transcript, { maxLength: 3 }),
    },
    { requiredKeys: ["fields"] },
  )
  .map(({ fields, ...parts }) => ({ ...fields, ...parts, id: "AC1", callId: "AC1" }));

const CALL_TYPES = ["call.completed", "call.recording.completed", "call.transcript.completed", "rest.call"];
const bodyOf = (types: readonly string[]) =>
  fc
    .record({
      type: fc.constantFrom(...types),
      apiVersion: fc.constantFrom("v4", "v3", "rest", "2026-03-30"),
      createdAt: text,
      object,
      isDated: fc.boolean(),
      context: objectOf(["phoneNumberId", "conversationId", "userId", "senderIdentifier", "participants"]),
    })
    .map(({ object, isDated, context, ...envelope }) =>
      JSON.stringify({ ...envelope, data: isDated ? { resource: object, context } : { object } }),
    );
const callBody = bodyOf([...CALL_TYPES, "call.missed", "call.summary.completed", "call.voicemail.completed"]);
const messageBody = bodyOf(["message.received", "message.delivered", "message.failed", "rest.message"]);

const person = objectOf(["address", "name"]);
const mailEvent = fc
  .record({
    createdAt: text,
    object: objectOf(["direction", "subject", "text", "sentAt", "inReplyTo", "threadId", "external", "from"]),
    people: fc.record({ from: person, to: fc.array(person, { maxLength: 3 }) }, { requiredKeys: [] }),
    attachments: fc.array(objectOf(["name", "contentType", "size", "sha256", "key"]), { maxLength: 3 }),
  })
  .map(({ createdAt, object, people, attachments }) =>
    JSON.stringify({
      ...{ type: "mail.received", apiVersion: "mail", createdAt },
      data: { object: { ...object, ...people, attachments, id: "m1@example.com" } },
    }),
  );

describe("whatever events of one activity hold", () => {
  test.each([
    ["call", callBody],
    ["message", messageBody],
    ["mail", mailEvent],
  ])("a %s folds to the same record in any order, and can be shown", (_kind, body) => {
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 5 }), (bodies) => {
        const patches = bodies.map(patchOf).filter((patch) => patch !== undefined);
        if (patches.length === 0) return;
        const record = foldRecord(undefined, patches);
        expect(foldRecord(undefined, [...patches].reverse())).toEqual(record);
        expect(mergeRecords(record, record)).toEqual(record);
        // As the state store gives it back.
        const stored = JSON.parse(JSON.stringify(record)) as ActivityRecord;
        expect(view(stored)).toEqual(view(record));
      }),
      { numRuns: 400 },
    );
  });

  test("no object of the process is changed", () => {
    const before = INHERITED.map((name) => Reflect.get(Object.prototype, name));
    const poison = `{"polluted":1,"toString":"x","constructor":{"prototype":{"polluted":1}},"__proto__":{"polluted":1}}`;
    for (const type of [...CALL_TYPES, "message.received", "unheard.of"]) {
      for (const family of ["object", "resource"]) {
        patchOf(
          `{"type":"${type}","__proto__":${poison},"data":{"__proto__":${poison},"${family}":{"id":"AC1","callId":"AC1",
          "__proto__":${poison},"status":"__proto__","recordings":[${poison},{"id":"constructor"}],"voicemail":${poison},
          "summary":${poison},"dialogue":[${poison}],"to":${poison}},"context":${poison},"links":${poison}}}`,
        );
      }
    }
    expect({}).not.toHaveProperty("polluted");
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(INHERITED.map((name) => Reflect.get(Object.prototype, name))).toEqual(before);
  });

  test.each(INHERITED.slice(0, 4))("a recording called %s is one like any other", (id) => {
    const url = "https://media.example.com/a.mp3";
    const record = patchOf(
      JSON.stringify({
        type: "call.recording.completed",
        data: { object: { id: "AC1", recordings: [{ id, url }] } },
      }),
    );
    expect((view(record!) as { recordings: unknown[] }).recordings).toHaveLength(1);
  });

  test.each(["1e999", "-1e999", "1e308", "-0"])("a duration of %s can be shown", (duration) => {
    const record = patchOf(
      `{"type":"call.completed","data":{"object":{"id":"AC1","duration":${duration},"completedAt":"2026-10-07T15:00:00Z"}}}`,
    );
    expect((view(record!) as { durationSeconds: number }).durationSeconds).toBeGreaterThanOrEqual(0);
  });

  test("100,000 levels are passed over in any member", () => {
    const deep = `${'{"a":['.repeat(50_000)}1${"]}".repeat(50_000)}`;
    const members = [...FIELDS, "recordings", "voicemail", "summary", "transcripts", "id"];
    // Each takes a while to be parsed, so the types take turns.
    for (const [index, name] of members.entries()) {
      const type = CALL_TYPES[index % CALL_TYPES.length];
      const body = `{"type":"${type}","data":{"object":{"id":"AC1","callId":"AC1","${name}":${deep}}}}`;
      expect(() => patchOf(body)).not.toThrow();
    }
  });
});

describe("eight times as much", () => {
  const many = (count: number, item: string) => `[${Array.from({ length: count }, () => item).join(",")}]`;
  const spaced = (count: number) => `"a${" ".repeat(count * 20)}b"`;

  test.each<[string, (count: number) => string]>([
    [
      "recordings of one id",
      (count) => `"recordings":${many(count, '{"id":"CR1","url":"https://a.example/b"}')}`,
    ],
    [
      "recordings of different ids",
      (count) =>
        `"recordings":[${Array.from({ length: count }, (_, at) => `{"id":"CR${at}","url":"https://a.example/${at}"}`).join()}]`,
    ],
    [
      "participants",
      (count) => `"participants":[${Array.from({ length: count }, (_, at) => `"+1555${at}"`).join()}]`,
    ],
    ["dialogue", (count) => `"dialogue":${many(count, '{"content":"yes","start":1,"end":2}')}`],
    [
      "items that are refused",
      (count) => `"recordings":${many(count, "7")},"participants":${many(count, "{}")}`,
    ],
    [
      "white space in a label",
      (count) => `"status":${spaced(count)},"from":${spaced(count)},"createdAt":${spaced(count)}`,
    ],
    ["digits in a time", (count) => `"createdAt":"2026-10-07T15:00:00.${"1".repeat(count * 20)}Z"`],
    ["members", (count) => Array.from({ length: count }, (_, at) => `"m${at}":${at}`).join()],
  ])("of %s does not take eight times eight times as long", async (_, members) => {
    const type = members(1).startsWith('"dialogue') ? "call.transcript.completed" : "call.completed";
    const read = (count: number) => {
      const patch = patchOf(
        `{"type":"${type}","data":{"object":{"id":"AC1","callId":"AC1",${members(count)}}}}`,
      );
      if (patch) view(patch);
    };
    expect(await cpuGrowth(read, 2_000)).toBeLessThan(30);
  });
});
