import { sameValue } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";

const day = (start: string) => ({ date: { start } });
const shownDate = (start: string, time_zone: string | null = null, end: string | null = null) => ({
  type: "date",
  date: { start, end, time_zone },
});
const shownText = (...items: object[]) => ({ type: "rich_text", rich_text: items });
const item = (content: string) => ({
  type: "text",
  text: { content, link: null },
  plain_text: content,
  href: null,
});
const written = (content: string) => ({ rich_text: [{ type: "text", text: { content } }] });

describe("what Notion or a person may have made of it", () => {
  test.each<[string, Parameters<typeof sameValue>[0], unknown, boolean | undefined]>([
    [
      "the same instant in another zone",
      day("2026-10-07T15:00:00.000Z"),
      shownDate("2026-10-07T17:00:00.000+02:00"),
      true,
    ],
    [
      "a time without milliseconds",
      day("2026-10-07T15:00:12.345Z"),
      shownDate("2026-10-07T15:00:12.000+00:00"),
      true,
    ],
    [
      "a time without seconds",
      day("2026-10-07T15:00:12.345Z"),
      shownDate("2026-10-07T15:00:00.000+00:00"),
      true,
    ],
    [
      "a time rounded up",
      day("2026-10-07T15:00:52.345Z"),
      shownDate("2026-10-07T15:01:00.000+00:00"),
      undefined,
    ],
    [
      "a time some seconds off",
      day("2026-10-07T15:00:12.345Z"),
      shownDate("2026-10-07T15:00:40.000+00:00"),
      false,
    ],
    ["a local time", day("2026-10-07T15:00"), shownDate("2026-10-07T15:00:00.000-04:00"), undefined],
    [
      "a named zone",
      day("2026-10-07T19:00:00.000Z"),
      shownDate("2026-10-07T15:00:00.000-04:00", "America/New_York"),
      true,
    ],
    ["an end that somebody added", day("2026-10-07"), shownDate("2026-10-07", null, "2026-10-08"), false],
    ["text in several pieces", written("one two"), shownText(item("one"), item(" two")), true],
    ["bold text", written("one"), shownText({ ...item("one"), annotations: { bold: true } }), true],
    [
      "a link that somebody added",
      written("one"),
      shownText({ ...item("one"), href: "https://example.com/" }),
      false,
    ],
    ["outer space", written("one "), shownText(item("one")), undefined],
    [
      "an option in other letters",
      { select: { name: "sales" } },
      { type: "select", select: { name: "Sales" } },
      undefined,
    ],
    [
      "text cut at 25 mentions",
      written("x".repeat(30)),
      shownText(...Array.from({ length: 25 }, () => item("x"))),
      undefined,
    ],
    ["another type", { number: 1 }, { type: "rich_text", rich_text: [] }, undefined],
    ["no value at all", { number: 1 }, undefined, undefined],
    ["a type that no mapping writes", { people: [] }, { type: "people", people: [] }, undefined],
    [
      "a link with a slash added",
      { url: "https://example.com" },
      { type: "url", url: "https://example.com/" },
      true,
    ],
    [
      "an uploaded file",
      { files: [{ type: "file_upload", name: "a.mp3", file_upload: { id: "f1" } }] },
      {
        type: "files",
        files: [{ type: "file", name: "a.mp3", file: { url: "https://example.com/signed" } }],
      },
      undefined,
    ],
    [
      "an uploaded file in place of a link",
      { files: [{ type: "external", name: "a.mp3", external: { url: "https://example.com/a.mp3" } }] },
      { type: "files", files: [{ type: "file", name: "a.mp3", file: { url: "https://example.com/a.mp3" } }] },
      false,
    ],
  ])("%s", (_what, value, shown, expected) => {
    expect(sameValue(value, shown)).toBe(expected);
  });
});
