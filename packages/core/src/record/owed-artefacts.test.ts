import { expect, test } from "vitest";
import { owedArtefacts } from "./owed-artefacts.js";
import { type CallFields, type CallRecord, emptyCallRecord } from "./record.js";
import type { Fields } from "./register.js";

const owed = (values: Partial<CallFields>) =>
  owedArtefacts({
    ...emptyCallRecord("AC1"),
    fields: Object.fromEntries(
      Object.entries({ direction: "incoming", ...values }).map(([name, value]) => [name, { value, at: 1 }]),
    ) as Fields<CallFields>,
  });

const ended = { status: "completed", completedAt: "2026-10-07T15:04:05.000Z" };
const PARTS = ["recordings", "transcripts", "summary"];

test.each([
  ["that somebody took", { ...ended, answeredAt: ended.completedAt }],
  ["that the agent took, and nobody else", { ...ended, aiHandled: true, hasVoicemail: false }],
  ["that the agent took by its status", { ...ended, status: "ai-handled" }],
  ["that is answered by its status", { ...ended, status: "answered" }],
])("a call %s has parts of a talk", (_, values) => {
  expect(owed(values)).toEqual(PARTS);
});

test("a call that nobody took may have a voicemail, unless it is said to have none", () => {
  expect(owed(ended)).toEqual(["voicemail"]);
  expect(owed({ ...ended, hasVoicemail: false })).toEqual([]);
});

test("a voicemail is whole once it is known by its id, or its words are", () => {
  const at = 1;
  const inline = { url: { value: "https://m.example/0.mp3", at }, status: { value: "completed", at } };
  const owedWith = (told: CallRecord["voicemail"]) =>
    owedArtefacts({
      ...emptyCallRecord("AC1"),
      fields: { completedAt: { value: ended.completedAt, at } },
      voicemail: { ...inline, ...told },
    });
  expect(owedWith({})).toEqual(["voicemail"]);
  expect(owedWith({ id: { value: "VM1", at } })).toEqual([]);
  expect(owedWith({ transcript: { value: "Call me back", at } })).toEqual([]);
});
