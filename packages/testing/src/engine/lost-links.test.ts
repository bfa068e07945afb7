import { columnsOf, defaultMapping, relation } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { createWorld, type WorldOptions } from "./world.js";

const GONE = "11111111-2222-4333-8444-555555555555";

/** Calls link to a page of the user's own; that of `AC1` has gone. */
const world = (options: WorldOptions = {}) => {
  const calls = {
    ...defaultMapping.calls,
    Team: relation(({ id }: { id: string }) => (id === "AC1" ? [GONE] : undefined)),
  };
  const { messages, mail } = defaultMapping;
  const canvas = { Name: { type: "title" }, Phone: { type: "phone_number" } };
  const databases = { calls: columnsOf(calls), messages: columnsOf(messages), mail: columnsOf(mail), canvas };
  return createWorld({
    ...options,
    notion: { databases: databases as never },
    engine: { mapping: { ...defaultMapping, calls } },
  });
};

test("a row that links to a page which has gone is parked by itself, and the others of its database do not wait", async () => {
  const { notion, store, alerts, ...w } = world();
  await w.receive(callCompleted({ id: "AC1" }));
  await w.run(1_000);
  expect(await store.activity("call:AC1")).toMatchObject({
    status: "parked",
    errorMessage: expect.stringContaining(GONE),
  });
  await w.receive(callCompleted({ id: "AC2" }));
  await w.run(1_000);
  expect(notion.page("call:AC2")).toBeDefined();
  expect(alerts).toEqual([expect.objectContaining({ code: "notion_invalid_request", key: "call:AC1" })]);
});

test("its files are not sent again and again on the way there", async () => {
  const { notion, openphone, store, ...w } = world({ inNotion: "upload" });
  openphone.addCall({ id: "AC1" });
  const recording = openphone.addRecording("AC1", { id: "CR1", size: 40_000 });
  const recordings = [recording];
  await w.receive(callCompleted({ id: "AC1" }), callRecordingCompleted({ id: "AC1", recordings }));
  await w.run(60_000);
  expect((await store.activity("call:AC1"))?.status).toBe("parked");
  expect(notion.uploads()).toHaveLength(1);
});
