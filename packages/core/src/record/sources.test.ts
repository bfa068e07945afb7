import { describe, expect, test } from "vitest";
import {
  type CallRecord,
  emptyCallRecord,
  emptyMessageRecord,
  type RecordingFields,
  type VoicemailFields,
} from "./record.js";
import type { Fields } from "./register.js";
import { callSources, messageSources } from "./sources.js";

const registers = <T extends object>(values: Partial<T>): Fields<T> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, at: 1 }])) as Fields<T>;

const call = (
  recordings: Record<string, Partial<RecordingFields>>,
  voicemail: Partial<VoicemailFields> = {},
): CallRecord => ({
  ...emptyCallRecord("AC1"),
  fields: { createdAt: { value: "2026-10-07T15:00:00Z", at: 1 } },
  recordings: Object.fromEntries(
    Object.entries(recordings).map(([id, recording]) => [id, registers<RecordingFields>(recording)]),
  ),
  voicemail: registers<VoicemailFields>(voicemail),
});

const url = "https://a.example/1.mp3";
const ids = (record: CallRecord) => callSources(record).map(({ sourceId }) => sourceId);

test("recordings come in the order recorded, then the voicemail", () => {
  const record = call(
    {
      CR9: { url, startTime: "2026-10-07T15:00:06Z", duration: 10, type: "audio/mpeg" },
      CR3: { url, startTime: "2026-10-07T15:00:06.000Z" },
      CR1: { url, startTime: "2026-10-07T15:02:00Z" },
      CR2: { url },
    },
    { url, duration: 18, createdAt: "2026-10-07T15:05:00Z" },
  );
  expect(callSources(record)).toEqual([
    { sourceId: "CR2", url, kind: "recording", index: 0 },
    { sourceId: "CR3", url, kind: "recording", at: "2026-10-07T15:00:06.000Z", index: 1 },
    {
      sourceId: "CR9",
      url,
      kind: "recording",
      contentType: "audio/mpeg",
      at: "2026-10-07T15:00:06.000Z",
      durationSeconds: 10,
      index: 2,
    },
    { sourceId: "CR1", url, kind: "recording", at: "2026-10-07T15:02:00.000Z", index: 3 },
    {
      sourceId: "voicemail",
      url,
      kind: "voicemail",
      at: "2026-10-07T15:05:00.000Z",
      durationSeconds: 18,
      index: 0,
    },
  ]);
});

test("what is not ready, has no link, or has one that nobody can fetch is left out", () => {
  expect(
    ids(
      call(
        {
          CR1: { url, status: "in-progress" },
          CR2: { url, status: "deleted" },
          CR3: { url, status: "failed" },
          CR4: { status: "completed" },
          CR5: { url: "file:///etc/passwd" },
          CR6: { url: "javascript:alert(1)" },
          CR7: { url: "not a link" },
          CR8: { url: "http://a.example/8.mp3", status: "completed" },
        },
        { url, status: "in-progress" },
      ),
    ),
  ).toEqual(["CR8"]);
  expect(ids(call({}, { transcript: "Call me." }))).toEqual([]);
});

describe("a recording that came without id", () => {
  const anonymous = { "url:https://a.example/1.mp3": { url: `${url}?sig=1`, duration: 72.4 } };

  test("stands while it is alone", () => {
    expect(ids(call(anonymous))).toEqual(["url:https://a.example/1.mp3"]);
    expect(ids(call({ ...anonymous, CR1: { url: "https://a.example/2.mp3", duration: 99 } }))).toHaveLength(
      2,
    );
    expect(ids(call({ ...anonymous, CR1: { url: "https://a.example/2.mp3" } }))).toHaveLength(2);
  });

  test("goes when one with an id has its link or its length", () => {
    expect(ids(call({ ...anonymous, CR1: { url: `${url}?sig=2` } }))).toEqual(["CR1"]);
    expect(ids(call({ ...anonymous, CR1: { url: "https://a.example/2.mp3", duration: 72 } }))).toEqual([
      "CR1",
    ]);
  });

  test("stays while the one with an id cannot be fetched", () => {
    const [key] = Object.keys(anonymous);
    expect(ids(call({ ...anonymous, CR1: { status: "in-progress", duration: 72 } }))).toEqual([key]);
    expect(ids(call({ ...anonymous, CR1: { status: "failed", url } }))).toEqual([key]);
  });

  test("does not go for another one without id", () => {
    const second = { "url:https://a.example/2.mp3": { url: "https://a.example/2.mp3", duration: 72 } };
    expect(ids(call({ ...anonymous, ...second }))).toHaveLength(2);
  });
});

test("a message's files keep the place they were sent in", () => {
  const media = [
    { url, type: "image/jpeg" },
    { url: "data:text/plain,x" },
    { url: "https://a.example/3.png" },
  ];
  const record = {
    ...emptyMessageRecord("AC1"),
    fields: { media: { value: media, at: 1 }, createdAt: { value: "2026-10-07T15:00:00Z", at: 1 } },
  };
  const at = "2026-10-07T15:00:00.000Z";
  expect(messageSources(record)).toEqual([
    { sourceId: "media:0", url, kind: "media", contentType: "image/jpeg", at, index: 0 },
    { sourceId: "media:2", url: "https://a.example/3.png", kind: "media", at, index: 2 },
  ]);
  expect(messageSources(emptyMessageRecord("AC1"))).toEqual([]);
});
