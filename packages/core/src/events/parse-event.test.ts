import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SyncError } from "../sync-error.js";
import { parseEvent } from "./parse-event.js";

const receivedAt = Date.parse("2026-10-07T15:00:00.000Z");
const parse = (body: string) => parseEvent(body, { receivedAt });
const parseObject = (envelope: unknown) => parse(JSON.stringify(envelope));

const code = (body: string): string => {
  try {
    parse(body);
    return "event";
  } catch (error) {
    if (!(error instanceof SyncError)) return `foreign: ${String(error)}`;
    expect(error.retry).toBe("never");
    return error.code;
  }
};

const CALL = { id: "AC1", direction: "incoming", status: "completed" };
const event = (change: Record<string, unknown> = {}) => ({
  id: "EV1",
  type: "call.completed",
  apiVersion: "v4",
  createdAt: "2026-10-07T14:59:00.000Z",
  data: { object: CALL },
  ...change,
});

describe("what is no event", () => {
  test.each(["", "{", "undefined", "\ufeff{}"])("%j is not JSON", (body) => {
    expect(code(body)).toBe("invalid_json");
  });

  test.each([
    null,
    7,
    "call.completed",
    [],
    {},
    event({ type: undefined }),
    event({ type: 7 }),
    event({ type: "" }),
    event({ data: undefined }),
    event({ data: "AC1" }),
    event({ data: [] }),
    event({ data: {} }),
    event({ data: { call: CALL } }),
  ])("%j is no event", (envelope) => {
    expect(code(JSON.stringify(envelope))).toBe("invalid_event");
  });

  test.each([
    { object: null },
    { object: "AC1" },
    { object: [CALL] },
    { object: {} },
    { object: { ...CALL, id: 7 } },
    { object: { ...CALL, id: "" } },
    { object: { ...CALL, id: "A".repeat(129) } },
    { object: { ...CALL, id: "AC1\u0000" } },
    { object: { ...CALL, id: "AC 1" } },
    { object: { ...CALL, id: "\ud800" } },
    { object: { ...CALL, id: "__proto__" } },
    { resource: "AC1" },
  ])("a call event with %j names no call", (data) => {
    expect(code(JSON.stringify(event({ data })))).toBe("unprocessable_event");
    expect(code(JSON.stringify(event({ data, type: "message.received" })))).toBe("unprocessable_event");
  });

  test("the same data in an event of another kind is left alone", () => {
    expect(parseObject(event({ type: "contact.updated", data: { object: null } })).activity).toBeUndefined();
  });

  test("no message quotes the body", () => {
    for (const body of ['{"+15555550123', '"+15555550123"', JSON.stringify(event({ data: { object: 7 } }))]) {
      expect(() => parse(body)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining("555") }),
      );
    }
  });
});

describe("what is wrong in part", () => {
  test("a member of a wrong type counts as not said, and the rest stays", () => {
    const { activity } = parseObject(
      event({
        data: {
          deepLink: 7,
          object: {
            ...CALL,
            status: { raw: "completed" },
            createdAt: "yesterday",
            answeredAt: 1759845605,
            duration: -1,
            participants: ["+15555550123", null, 7, { phoneNumber: "+15555550100" }, ""],
            recordings: "none",
            voicemail: "none",
            userId: ["US1"],
            from: "two\nlines",
          },
        },
      }),
    );
    expect(Object.keys(activity?.patch.fields ?? {}).sort()).toEqual(["direction", "participants"]);
    expect(activity?.patch.fields).toMatchObject({
      participants: { value: ["+15555550123", "+15555550100"] },
    });
  });

  test("an unknown direction is not said; an unknown status is", () => {
    const { activity } = parseObject(
      event({ data: { object: { ...CALL, direction: "inbound", status: "parked" } } }),
    );
    expect(activity?.patch.fields.direction).toBeUndefined();
    expect(activity?.patch.fields).toHaveProperty("status.value", "parked");
  });

  test("a recording with an id that is no key is kept by its link, or not at all", () => {
    const body = `{"type":"call.recording.completed","data":{"object":{"id":"AC1","recordings":[
      {"id":"__proto__","url":"https://storage.example.com/a.mp3","polluted":true},
      {"id":"constructor","url":"https://storage.example.com/b.mp3"},
      {"id":"","duration":3}]},"__proto__":{"resource":{"id":"AC2"}}},"__proto__":{"polluted":true}}`;
    const { activity } = parse(body);
    expect(activity?.key).toBe("call:AC1");
    expect(activity?.patch.kind === "call" && Object.keys(activity.patch.recordings)).toEqual([
      "url:https://storage.example.com/a.mp3",
      "constructor",
    ]);
    expect({}).not.toHaveProperty("polluted");
  });

  test("a body without id gets one from its content", () => {
    const anonymous = (text: string) =>
      parseObject(event({ id: undefined, type: "message.received", data: { object: { id: "AC1", text } } }));
    expect(anonymous("a").eventId).toMatch(/^content-[0-9a-f]{16}$/);
    expect(anonymous("a").eventId).toBe(anonymous("a").eventId);
    expect(anonymous("a").eventId).not.toBe(anonymous("b").eventId);
    expect(parseObject(event({ id: 7 })).eventId).toMatch(/^content-/);
  });
});

describe("the time of a register", () => {
  const at = (change: Record<string, unknown>) =>
    parseObject(event(change)).activity?.patch.fields.direction?.at;
  const object = {
    ...CALL,
    createdAt: "2026-10-07T14:00:00.000Z",
    updatedAt: "2026-10-07T14:30:00.000Z",
  };

  test("is the event's, else the resource's, else that of receipt", () => {
    expect(at({})).toBe(Date.parse("2026-10-07T14:59:00.000Z"));
    expect(at({ createdAt: null, data: { object } })).toBe(Date.parse(object.updatedAt));
    expect(at({ createdAt: null, data: { object: { ...object, updatedAt: null } } })).toBe(
      Date.parse(object.createdAt),
    );
    expect(at({ createdAt: "now" })).toBe(receivedAt);
  });

  test("lies at most five minutes in the future", () => {
    expect(at({ createdAt: "2026-10-07T15:05:00.000Z" })).toBe(receivedAt + 5 * 60_000);
    expect(at({ createdAt: "2099-01-01T00:00:00.000Z" })).toBe(receivedAt + 5 * 60_000);
  });
});

describe("whatever comes", () => {
  const known = fc.constantFrom(
    "call.completed",
    "call.recording.completed",
    "call.summary.completed",
    "call.transcript.completed",
    "call.voicemail.completed",
    "message.received",
    "callSummary",
    "rest.call",
    "rest.message",
  );
  const name = fc.constantFrom(
    ...["id", "callId", "object", "status", "participants", "recordings", "media", "voicemail", "summary"],
    ...["transcripts", "dialogue", "jobs", "createdAt", "to", "url", "__proto__", "constructor"],
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, true, 0, -1, 1e308, "AC1", "", "2026-10-07T15:00:00Z", "https://a.example/b"),
      fc.string({ unit: "binary" }),
      fc.array(tie("value")),
      fc.dictionary(name, tie("value")),
    ),
  })).value;

  test("any text gives an event or a SyncError", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(code(body)).toMatch(/^(event|invalid_json|invalid_event|unprocessable_event)$/);
      }),
    );
  });

  test("any data in a known event gives an event or a SyncError", () => {
    const version = fc.constantFrom("v4", "v3", "2026-03-30", "rest", undefined, 7);
    const data = fc.record(
      { resource: json, object: json, context: json, links: json, deepLink: json, surface: json },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(known, version, data, json, (type, apiVersion, data, createdAt) => {
        const body = JSON.stringify({ type, apiVersion, createdAt, data });
        expect(code(body)).toMatch(/^(event|invalid_event|unprocessable_event)$/);
      }),
      { numRuns: 500 },
    );
  });

  test("deep nesting does not exhaust the stack", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const nested = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    for (const value of [deep, nested]) {
      expect(code(value)).toMatch(/^invalid_/);
      expect(
        code(`{"type":"call.completed","data":{"object":{"id":"AC1","status":${value},"to":${value}}}}`),
      ).toBe("event");
    }
  });

  test.each([
    ["dialogue", 14_000, { content: "Hello, world!", start: 1, end: 2, identifier: "+15555550123" }],
    ["dialogue", 250_000, 7],
    ["participants", 250_000, 7],
    ["recordings", 30_000, { url: "https://a.example/b" }],
  ])("a megabyte of %s is read in one pass", (list, count, item) => {
    const object = { id: "AC1", callId: "AC1", [list]: Array.from({ length: count }, () => item) };
    const type = list === "dialogue" ? "call.transcript.completed" : "call.completed";
    const startedAt = performance.now();
    expect(code(JSON.stringify({ type, data: { object } }))).toBe("event");
    // One pass takes under a second; anything quadratic in so many items takes minutes.
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});
