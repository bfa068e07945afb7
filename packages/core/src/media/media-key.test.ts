import fc from "fast-check";
import { expect, test } from "vitest";
import { type MediaKeyParts, mediaKey } from "./media-key.js";

const recording: MediaKeyParts = {
  kind: "recording",
  activityId: "AC00fake0001",
  at: "2026-10-07T15:00:06.000Z",
  contentType: "audio/mpeg",
  sourceId: "CR00fake01",
  index: 0,
};

const at = (time: string): MediaKeyParts => ({ ...recording, at: time });

test("a recording lies under its day in UTC and is named by its start", () => {
  expect(mediaKey(recording)).toBe("recordings/2026/10/07/AC00fake0001-1791385206000.mp3");
  expect(mediaKey(at("2026-10-07T23:30:00-05:00"))).toBe(
    "recordings/2026/10/08/AC00fake0001-1791433800000.mp3",
  );
});

test("a voicemail and a message's files have their own folders", () => {
  expect(mediaKey({ ...recording, kind: "voicemail" })).toBe(
    "voicemails/2026/10/07/AC00fake0001-1791385206000.mp3",
  );
  expect(mediaKey({ ...recording, kind: "media", contentType: "image/jpeg", index: 2 })).toBe(
    "media/2026/10/07/AC00fake0001-2.jpg",
  );
});

test("without a time that every machine reads alike the file is undated and named by its source", () => {
  const { at: _, ...undated } = recording;
  expect(mediaKey(undated)).toBe("recordings/undated/AC00fake0001-CR00fake01.mp3");
  for (const time of [
    "",
    "yesterday",
    "10/07/2026",
    "2026-10-07T15:00:06",
    "+012026-10-07T15:00:06Z",
    "../..",
  ]) {
    expect(mediaKey(at(time))).toBe("recordings/undated/AC00fake0001-CR00fake01.mp3");
  }
});

test("a time that is not this file's alone gives the day, and the source the name", () => {
  expect(mediaKey({ ...recording, isAtShared: true })).toBe(
    "recordings/2026/10/07/AC00fake0001-CR00fake01.mp3",
  );
});

test("a segment keeps its key when an earlier one turns up", () => {
  expect(mediaKey({ ...recording, index: 1 })).toBe(mediaKey(recording));
});

test("the type becomes the extension; a recording of unknown type is mp3, another file bin", () => {
  const { contentType: _, ...untyped } = recording;
  expect(mediaKey(untyped)).toMatch(/\.mp3$/);
  expect(mediaKey({ ...untyped, kind: "media" })).toMatch(/\.bin$/);
  expect(mediaKey({ ...recording, contentType: "audio/x-wav" })).toMatch(/\.wav$/);
});

test("an id that is an address or a secret link leaves no trace in the key", () => {
  const { at: _, ...undated } = recording;
  const key = mediaKey({ ...undated, sourceId: "url:https://media.example.com/static/s3cret.mp3" });
  expect(key).toMatch(/^recordings\/undated\/AC00fake0001-x[0-9a-f]{16}\.mp3$/);
});

const anyParts = fc.record({
  kind: fc.constantFrom("recording", "voicemail", "media"),
  activityId: fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("../../etc/passwd", "a/b", ".", "..", "", "\0"),
  ),
  at: fc.oneof(
    fc.string(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  ),
  contentType: fc.string(),
  sourceId: fc.string({ unit: "binary" }),
  index: fc.nat(),
}) as fc.Arbitrary<MediaKeyParts>;

test("no input escapes the folders or brings a character that a file name or URL could stumble over", () => {
  fc.assert(
    fc.property(anyParts, (parts) => {
      expect(mediaKey(parts)).toMatch(
        /^(recordings|voicemails|media)\/(undated|\d{4}\/\d\d\/\d\d)\/[A-Za-z0-9_-]{1,80}-[A-Za-z0-9_-]{1,80}\.[a-z0-9]{3,4}$/,
      );
    }),
  );
});

test("files of different activities never share a key", () => {
  fc.assert(
    fc.property(anyParts, fc.string({ unit: "binary" }), (parts, other) => {
      fc.pre(other !== parts.activityId);
      expect(mediaKey({ ...parts, activityId: other })).not.toBe(mediaKey(parts));
    }),
  );
});
