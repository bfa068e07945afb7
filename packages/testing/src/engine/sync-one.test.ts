import { columnsOf, createFilter, defaultMapping, defineMapping, number } from "@openphone-notion/core";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { fakeNotion } from "../notion/fake-notion.js";
import { fakeOpenPhone } from "../openphone/fake-openphone.js";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { unknownEvent } from "../payloads/uninteresting-events.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";
import { createMemoryStorage } from "../storage/memory-storage.js";
import { syncOne } from "./sync-one.js";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function setup(mapping = defaultMapping) {
  const notion = fakeNotion({
    databases: { calls: columnsOf(mapping.calls), mail: columnsOf(mapping.mail) },
  });
  const openphone = fakeOpenPhone();
  server.use(...notion.handlers, ...openphone.handlers);
  return { mapping, notion, openphone };
}

const withColumn = (value: () => number) =>
  defineMapping({ ...defaultMapping, calls: { ...defaultMapping.calls, Score: number(value) } });

test("the events of one activity make one row, in one array or with one store", async () => {
  const array = setup();
  await syncOne([callCompleted(), callSummaryCompleted()], array);
  expect(array.notion.page("call:AC1").Summary).not.toBe("");
  const apart = { ...setup(), store: createMemoryStateStore() };
  await syncOne(callCompleted(), apart);
  await syncOne(callSummaryCompleted(), apart);
  expect(apart.notion.page("call:AC1").Summary).toBe(array.notion.page("call:AC1").Summary);
});

test("what could not be written is told, without the value", async () => {
  const mapping = withColumn(() => Number.NaN);
  const { notion } = setup(mapping);
  notion.removeProperty("calls", "Summary");
  const events: string[] = [];
  const note = (event: string) => void events.push(event);
  const logger = { debug: note, info: note, warn: note, error: note };
  const { warnings } = await syncOne([callCompleted(), callSummaryCompleted()], { mapping, notion, logger });
  expect(warnings).toEqual([
    { database: "calls", property: "Summary", reason: expect.stringContaining("no such property") },
    { database: "calls", property: "Score", reason: expect.stringContaining("it is not finite") },
  ]);
  expect(events).toContain("activity.settled");
  expect((await syncOne(callCompleted(), setup())).warnings).toEqual([]);
});

test("rejects with what the mapping or the filter threw as its cause", async () => {
  const cause = new RangeError("no score");
  const fail = () => {
    throw cause;
  };
  const mapped = setup(withColumn(fail));
  await expect(syncOne(callCompleted(), mapped)).rejects.toThrow(
    expect.objectContaining({ message: expect.stringContaining('"Score"'), cause }),
  );
  const filter = createFilter({ predicate: fail });
  await expect(syncOne(callCompleted(), { ...setup(), filter })).rejects.toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ code: "mapping_failed", cause }) }),
  );
  const misshapen = setup(withColumn(() => "1" as never));
  await expect(syncOne(callCompleted(), misshapen)).rejects.toThrow(/"Score" must answer with a number/);
});

test("a filter drops what it drops", async () => {
  const world = setup();
  await syncOne(callCompleted(), { ...world, filter: createFilter({ directions: ["outgoing"] }) });
  expect(world.notion.pages("calls")).toEqual([]);
});

test("files are shown where there is a storage for them", async () => {
  const world = setup();
  world.openphone.addCall({ id: "AC1" });
  const recording = world.openphone.addRecording("AC1", { size: 10 });
  const storage = createMemoryStorage();
  await syncOne([callCompleted(), callRecordingCompleted({ recordings: [recording] })], {
    ...world,
    storage,
  });
  expect(world.notion.page("call:AC1").Recording).toEqual([
    {
      name: expect.stringMatching(/^Recording/),
      url: expect.stringMatching(/^https:\/\/sync\.example\.com\/media\/recordings\//),
    },
  ]);
});

test("a mail becomes a row, with its direction where own addresses are told", async () => {
  const world = setup();
  const mail = { messageId: "m1@example.com", from: { address: "jane@example.com" }, subject: "Hello" };
  await syncOne(mail, { ...world, mail: { ownAddresses: ["@example.com"] } });
  expect(world.notion.page("mail:m1@example.com")).toMatchObject({ Subject: "Hello", Direction: "Outgoing" });
});

test("any number of calls may follow each other, although Notion's window stands", async () => {
  const notion = fakeNotion({
    databases: { calls: columnsOf(defaultMapping.calls) },
    window: { requests: 3, perMs: 60_000 },
  });
  server.use(...notion.handlers);
  for (const id of ["AC1", "AC2", "AC3"]) await syncOne(callCompleted({ id }), { notion });
  expect(notion.pages("calls")).toHaveLength(3);
  expect(notion.counts.requests).toBe(9);
});

test("what has no database, or is about no activity, is refused", async () => {
  await expect(syncOne(messageReceived(), setup())).rejects.toThrow(
    'a message is written to the database "messages", but fakeNotion has "calls", "mail"',
  );
  await expect(syncOne(unknownEvent(), setup())).rejects.toThrow(/speaks of a call or a message/);
});
