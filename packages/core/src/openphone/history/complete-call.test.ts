import { expect, it } from "vitest";
import { parseEvent } from "../../events/parse-event.js";
import { callPatchFromRest, restCallBody } from "../../events/rest.js";
import type { Surface } from "../surface.js";
import { completeCall } from "./complete-call.js";

const CALL = { id: "AC1", direction: "incoming", createdAt: "2026-10-07T15:00:00Z" };
const TAKEN = { ...CALL, answeredAt: "2026-10-07T15:00:05Z" };
const RECORDING = { id: "CR1", status: "completed", url: "https://media.example/CR1.mp3" };
const TRANSCRIPT = {
  recordingId: "CR1",
  status: "completed",
  dialogue: [{ content: "Hello", start: 1, end: 2, identifier: "+15555550123" }],
};
const SUMMARY = { callId: "AC1", status: "completed", summary: ["Pricing."] };
const VOICEMAIL = { id: "VM1", status: "completed", transcript: "Call me." };

/** Answers everything, or nothing, and writes down what it was asked. */
function parts(surface: Surface, has: { recordings?: boolean; all?: boolean } = { all: true }) {
  const asked: string[] = [];
  const answer =
    <T>(name: string, value: T) =>
    async (): Promise<T> => {
      asked.push(name);
      return value;
    };
  return {
    asked,
    listCallRecordings: answer("recordings", {
      surface,
      recordings: has.recordings || has.all ? [RECORDING] : [],
    }),
    listCallTranscripts: answer("transcripts", has.all ? { surface, transcripts: [TRANSCRIPT] } : undefined),
    getSummary: answer("summary", has.all ? { surface, object: SUMMARY } : undefined),
    getVoicemail: answer("voicemail", has.all ? { surface, object: VOICEMAIL } : undefined),
  };
}

const DATED = "2026-03-30";
const ALL_OF_V1 = ["recordings", "transcripts", "summary"];

it.each<[string, object, Surface, object, string[]]>([
  ["taken", TAKEN, DATED, { all: true }, ["recordings", "transcripts"]],
  ["taken", TAKEN, "v1", { all: true }, ALL_OF_V1],
  ["taken, not recorded", TAKEN, DATED, {}, ["recordings"]],
  ["taken, not recorded", TAKEN, "v1", {}, ["recordings"]],
  ["taken, summary absent", { ...TAKEN, summary: { status: "absent" } }, DATED, {}, ["recordings"]],
  [
    "taken, summary without recording",
    { ...TAKEN, summary: SUMMARY },
    DATED,
    {},
    ["recordings", "transcripts"],
  ],
  ["an agent's", { ...CALL, aiHandled: "ai-agent" }, DATED, {}, ["recordings", "transcripts"]],
  ["an agent's", { ...CALL, aiHandled: "ai-agent" }, "v1", {}, ALL_OF_V1],
  ["taken by somebody, when is not told", { ...CALL, answeredBy: "US1" }, DATED, {}, ["recordings"]],
  ["not taken", { ...CALL, duration: 0 }, DATED, {}, []],
  ["not taken", { ...CALL, duration: 0 }, "v1", {}, ["voicemail"]],
  ["not taken, completed", { ...CALL, status: "completed" }, "v1", {}, ["voicemail"]],
  ["not taken, seconds of a voicemail", { ...CALL, duration: 18 }, "v1", { all: true }, ["voicemail"]],
  ["not taken, seconds of a talk", { ...CALL, duration: 18 }, "v1", {}, ["voicemail", "recordings"]],
  ["not taken, seconds of a voicemail", { ...CALL, duration: 18, voicemail: VOICEMAIL }, DATED, {}, []],
  ["outgoing, not taken", { ...CALL, direction: "outgoing" }, "v1", {}, []],
])("a call %s: %j on %s with %j asks for %j", async (_name, call, surface, has, expected) => {
  const client = parts(surface, has);
  await completeCall(client, { ...CALL, ...call }, surface);
  expect(client.asked).toEqual(expected);
});

it.each<Surface>(["v1", DATED])("on %s makes what the events of REST are made of", async (surface) => {
  const row = surface === "v1" ? TAKEN : { ...TAKEN, summary: SUMMARY };
  const call = await completeCall(parts(surface), row, surface);
  const options = { surface, at: Date.parse("2026-10-08T00:00:00Z") };

  const patch = parseEvent(restCallBody(call, options), { receivedAt: options.at }).activity?.patch;
  expect(patch).toEqual(callPatchFromRest(call, options));
  expect(patch).toMatchObject({
    recordings: { CR1: { url: { value: RECORDING.url } } },
    transcripts: { [surface === "v1" ? "whole" : "CR1"]: { status: { value: "completed" } } },
    summary: { summary: { value: ["Pricing."] } },
  });
});

it("has the voicemail under the name that a call has for it", async () => {
  const call = await completeCall(parts("v1"), CALL, "v1");
  expect(callPatchFromRest(call, { surface: "v1", at: 0 })).toMatchObject({
    fields: { hasVoicemail: { value: true } },
    voicemail: { transcript: { value: "Call me." } },
  });
});
