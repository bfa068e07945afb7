import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEvent } from "../events/parse-event.js";
import { foldRecord, mergeRecords } from "./merge.js";
import {
  type ActivityRecord,
  type CallRecord,
  emptyCallRecord,
  emptyMailRecord,
  emptyMessageRecord,
  type MessageRecord,
} from "./record.js";
import type { Register } from "./register.js";

const register = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Register<T>> =>
  fc.record(
    { value, at: fc.nat(3), rank: fc.integer({ min: 1, max: 3 }) },
    { requiredKeys: ["value", "at"] },
  );

const anyFields = fc.dictionary(
  fc.constantFrom("status", "url", "duration", "dialogue", "__proto__", "constructor"),
  register(fc.oneof(fc.constantFrom("a", "b", "aa", ""), fc.nat(2), fc.constant(["a"]), fc.boolean())),
);
const anyMap = fc.dictionary(fc.constantFrom("CR1", "CR2", "__proto__", "toString"), anyFields);
const anyCall = fc.record({
  kind: fc.constant("call" as const),
  id: fc.constant("AC1"),
  fields: anyFields,
  recordings: anyMap,
  voicemail: anyFields,
  summary: anyFields,
  transcripts: anyMap,
});
const anyOf = (kind: "message" | "mail") =>
  fc.record({ kind: fc.constant(kind), id: fc.constant("AC1"), fields: anyFields });

describe.each([
  { kind: "call", any: anyCall, empty: emptyCallRecord },
  { kind: "message", any: anyOf("message"), empty: emptyMessageRecord },
  { kind: "mail", any: anyOf("mail"), empty: emptyMailRecord },
])("merging is a join: $kind", ({ any, empty }) => {
  const anyRecord = any as unknown as fc.Arbitrary<ActivityRecord>;

  test("commutative", () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (a, b) => {
        expect(mergeRecords(a, b)).toEqual(mergeRecords(b, a));
      }),
    );
  });

  test("associative", () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, anyRecord, (a, b, c) => {
        expect(mergeRecords(mergeRecords(a, b), c)).toEqual(mergeRecords(a, mergeRecords(b, c)));
      }),
    );
  });

  test("idempotent, with the empty record as its unit", () => {
    fc.assert(
      fc.property(anyRecord, (a) => {
        expect(mergeRecords(a, a)).toEqual(a);
        expect(mergeRecords(a, empty("AC1"))).toEqual(a);
      }),
    );
  });
});

describe("of two registers", () => {
  const status = (...registers: Register<string>[]) =>
    foldRecord<MessageRecord>(
      undefined,
      registers.map((register) => {
        return { ...emptyMessageRecord("AC1"), fields: { status: register } };
      }),
    ).fields.status?.value;

  test("the higher rank wins, even when older", () => {
    expect(status({ value: "read", at: 1, rank: 8 }, { value: "sent", at: 2, rank: 3 })).toBe("read");
  });

  test("no rank is the lowest", () => {
    expect(status({ value: "odd", at: 2 }, { value: "sent", at: 1, rank: 1 })).toBe("sent");
  });

  test("of one rank the later wins", () => {
    expect(status({ value: "a", at: 2 }, { value: "longer", at: 1 })).toBe("a");
  });

  test("of one time the content decides: the longer, then the greater", () => {
    expect(status({ value: "b", at: 1 }, { value: "aa", at: 1 })).toBe("aa");
    expect(status({ value: "a", at: 1 }, { value: "b", at: 1 })).toBe("b");
  });
});

test("a map key that is a name of Object.prototype stays a plain key", () => {
  const patch = (at: number): CallRecord => ({
    ...emptyCallRecord("AC1"),
    recordings: Object.fromEntries([["__proto__", { duration: { value: at, at } }]]),
  });
  const merged = mergeRecords(patch(1), patch(2));
  expect(Object.entries(merged.recordings)).toEqual([["__proto__", { duration: { value: 2, at: 2 } }]]);
});

test("records of different activities are not merged", () => {
  const refused = expect.objectContaining({ code: "internal" });
  const merge = (a: ActivityRecord, b: ActivityRecord) => () => mergeRecords(a, b);
  expect(merge(emptyCallRecord("AC1"), emptyCallRecord("AC2"))).toThrow(refused);
  expect(merge(emptyCallRecord("AC1"), emptyMessageRecord("AC1"))).toThrow(refused);
});

test("folding nothing keeps the record; without one there is nothing to answer", () => {
  expect(() => foldRecord(undefined, [])).toThrow(expect.objectContaining({ code: "internal" }));
  expect(foldRecord(emptyCallRecord("AC1"), [])).toEqual(emptyCallRecord("AC1"));
});

describe("the events of one call", () => {
  const link = "https://a.example/1.mp3";
  const resources: Record<string, Record<string, unknown>> = {
    "call.ringing": { direction: "incoming" },
    "call.answered": { answeredAt: "2026-10-07T15:00:05.000Z", answeredByUserId: "US1" },
    "call.completed": { status: "answered", duration: 240, hasVoicemail: false },
    "call.missed": {},
    "call.recording.completed": { recordings: [{ id: "CR1", url: link }] },
    "call.summary.completed": { processingStatus: "completed", summary: ["Fine."] },
    "call.transcript.completed": { dialogue: [{ content: "Hi", start: 0, end: 1 }] },
    "call.voicemail.completed": { recordingUrl: link, transcript: "Call me." },
  };
  const delivery = fc
    .record({
      type: fc.constantFrom(...Object.keys(resources)),
      second: fc.nat(3),
      status: fc.constantFrom(undefined, "completed", "unanswered", "no-answer"),
      url: fc.constantFrom(undefined, `${link}?sig=1`, `${link}?sig=2`),
    })
    .map(({ type, second, status, url }) =>
      JSON.stringify({
        type,
        createdAt: `2026-10-07T15:00:0${second}.000Z`,
        data: {
          resource: {
            id: "AC1",
            callId: "AC1",
            ...resources[type],
            ...(status && { status }),
            ...(url && { recordings: [{ id: "CR1", url }, { url }], recordingUrl: url }),
          },
        },
      }),
    );
  const patchOf = (body: string) => {
    const { activity } = parseEvent(body, { receivedAt: Date.parse("2026-10-07T16:00:00Z") });
    if (!activity) throw new Error("no activity");
    return activity.patch;
  };

  test("give one record, in any order and however often each comes", () => {
    const sequences = fc
      .array(delivery, { minLength: 1, maxLength: 8 })
      .chain((bodies) =>
        fc.tuple(
          fc.constant(bodies),
          fc.shuffledSubarray(bodies, { minLength: bodies.length }),
          fc.array(fc.constantFrom(...bodies)),
          fc.nat(bodies.length),
        ),
      );
    fc.assert(
      fc.property(sequences, ([bodies, shuffled, repeats, cut]) => {
        const expected = foldRecord(undefined, bodies.map(patchOf));
        const deliveries = [...shuffled, ...repeats].map(patchOf);
        const early = cut === 0 ? undefined : foldRecord(undefined, deliveries.slice(0, cut));
        expect(foldRecord(early, deliveries.slice(cut))).toEqual(expected);
      }),
    );
  });
});
