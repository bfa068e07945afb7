import { describe, expect, test } from "vitest";
import type { SchemaProperty } from "../notion/schema.js";
import { acceptedTypes, encodeProperty } from "./encode-property.js";
import type { Meaning, MeaningValue } from "./property.js";

const live = (type: string, options?: string[]): SchemaProperty => ({
  id: "p1",
  name: "Column",
  type,
  ...(options && { options }),
});

const encode = <M extends Meaning>(meaning: M, value: MeaningValue[M], type: string, options?: string[]) => {
  const encoded = encodeProperty(meaning, value, live(type, options));
  return encoded.ok ? encoded.value : encoded.reason;
};

const item = (content: string) => ({ type: "text", text: { content } });

const ALL_TYPES = [
  ...[
    "title",
    "rich_text",
    "phone_number",
    "email",
    "url",
    "number",
    "date",
    "select",
    "multi_select",
    "status",
  ],
  ...[
    "checkbox",
    "files",
    "relation",
    "people",
    "formula",
    "rollup",
    "created_time",
    "created_by",
    "unique_id",
  ],
  ...["last_edited_time", "last_edited_by", "button", "place", "verification", "constructor"],
];

/** One value of each meaning that every accepted type can hold. */
const FITTING: { [M in Meaning]: (type: string) => MeaningValue[M] } = {
  id: () => "AC1",
  title: (type) => fittingText(type),
  text: (type) => fittingText(type),
  phone: (type) => fittingText(type),
  email: (type) => fittingText(type),
  select: (type) => fittingText(type),
  url: (type) => fittingText(type),
  date: () => "2026-10-07T15:00:00.000Z",
  multiSelect: () => ["One", "Two"],
  number: () => 61,
  checkbox: () => true,
  files: () => [{ name: "Recording.mp3", url: "https://files.example.com/1" }],
  relation: () => ["page-1"],
};

const fittingText = (type: string) =>
  ({
    email: "jo@example.com",
    url: "https://example.com/",
    number: "61",
    date: "2026-10-07",
    status: "Missed",
  })[type] ?? "Some text";

describe("the encoding matrix", () => {
  for (const meaning of Object.keys(FITTING) as Meaning[]) {
    test(`${meaning}: each accepted type takes a value, every other type is refused`, () => {
      for (const type of ALL_TYPES) {
        const encoded = encodeProperty(meaning, FITTING[meaning](type), live(type, ["Missed"]));
        expect([type, encoded.ok]).toEqual([type, acceptedTypes(meaning).includes(type)]);
        if (encoded.ok) expect(Object.keys(encoded.value)).toEqual([type]);
      }
    });
  }

  test.each<[Meaning, MeaningValue[Meaning], string, unknown]>([
    ["title", "Hello", "title", { title: [item("Hello")] }],
    ["text", "Hello", "rich_text", { rich_text: [item("Hello")] }],
    ["phone", "+15555550123", "phone_number", { phone_number: "+15555550123" }],
    ["phone", "+15555550123", "title", { title: [item("+15555550123")] }],
    [
      "phone",
      "+15555550123, +15555550100",
      "multi_select",
      { multi_select: [{ name: "+15555550123" }, { name: "+15555550100" }] },
    ],
    ["email", "jo@example.com", "email", { email: "jo@example.com" }],
    ["url", "tel:+15555550123", "url", { url: "tel:+15555550123" }],
    ["text", " -12.5 ", "number", { number: -12.5 }],
    ["date", "2024-02-29T23:30:00-05:00", "date", { date: { start: "2024-02-29T23:30:00-05:00" } }],
    ["text", "2026-10-07T15:00:00+02:00", "date", { date: { start: "2026-10-07T15:00:00+02:00" } }],
    ["select", "Doe, Jane", "select", { select: { name: "Doe; Jane" } }],
    ["select", "Doe, Jane", "multi_select", { multi_select: [{ name: "Doe; Jane" }] }],
    ["text", "a, b\nb,,", "multi_select", { multi_select: [{ name: "a" }, { name: "b" }] }],
    ["multiSelect", ["a, b", "c"], "multi_select", { multi_select: [{ name: "a; b" }, { name: "c" }] }],
    ["multiSelect", ["a", "b"], "rich_text", { rich_text: [item("a, b")] }],
    ["number", 4.5, "number", { number: 4.5 }],
    ["number", 0, "rich_text", { rich_text: [item("0")] }],
    ["number", 7, "select", { select: { name: "7" } }],
    ["date", "2026-10-07", "title", { title: [item("2026-10-07")] }],
    ["checkbox", false, "checkbox", { checkbox: false }],
    ["relation", ["p1", "p2"], "relation", { relation: [{ id: "p1" }, { id: "p2" }] }],
    ["relation", [], "relation", { relation: [] }],
  ])("%s %j into %s", (meaning, value, type, expected) => {
    expect(encode(meaning, value, type)).toEqual(expected);
  });
});

describe("empty text", () => {
  test.each([
    ["title", []],
    ["rich_text", []],
    ["multi_select", []],
    ["phone_number", null],
    ["email", null],
    ["url", null],
    ["select", null],
    ["status", null],
    ["number", null],
    ["date", null],
  ])("clears %s and is never written as an empty string", (type, cleared) => {
    expect(encode("text", "", type)).toEqual({ [type]: cleared });
  });
});

describe("a value that the type cannot hold", () => {
  test.each<[Meaning, MeaningValue[Meaning], string]>([
    ["phone", "5".repeat(201), "phone_number"],
    ["email", "not an address", "email"],
    ["email", "a@example.com, b@example.com", "email"],
    ["email", `${"a".repeat(200)}@example.com`, "email"],
    ["url", "javascript:alert(1)", "url"],
    ["url", "example", "url"],
    ["url", `https://example.com/${"a".repeat(2000)}`, "url"],
    ["text", "+15555550123", "number"],
    ["text", "12 seconds", "number"],
    ["text", "9007199254740993", "number"],
    ["text", "tomorrow", "date"],
    ["text", "2026-13-45", "date"],
    ["date", "7 Oct 2026", "date"],
    ["date", "2026-02-29", "date"],
    ["date", "2024-02-30T12:00:00Z", "date"],
    ["date", "2026-06-31T23:30:00-05:00", "date"],
    ["select", "x".repeat(101), "select"],
    ["multiSelect", ["x".repeat(101)], "multi_select"],
    ["multiSelect", Array.from({ length: 101 }, (_, index) => `option ${index}`), "multi_select"],
    ["relation", Array.from({ length: 101 }, (_, index) => `page ${index}`), "relation"],
    ["number", Number.NaN, "number"],
    ["files", [{ name: "a", url: "file:///etc/passwd" }], "files"],
    ["files", [{ name: "a", url: `https://example.com/${"a".repeat(2000)}` }], "rich_text"],
    ["text", "Some text", "formula"],
  ])("%s into %s is refused", (meaning, value, type) => {
    const encoded = encodeProperty(meaning, value, live(type));
    expect(encoded.ok).toBe(false);
    const reason = encoded.ok ? "" : encoded.reason;
    for (const part of ['"Column"', type, ...acceptedTypes(meaning)]) expect(reason).toContain(part);
    if (typeof value === "string") expect(reason).not.toContain(value);
  });
});

describe("options", () => {
  test("a status takes the declared spelling, whatever the case", () => {
    expect(encode("select", "missed", "status", ["Answered", "Missed"])).toEqual({
      status: { name: "Missed" },
    });
  });

  test("an undeclared status is refused with what to do about it", () => {
    expect(encode("select", "Voicemail", "status", ["Answered"])).toMatch(/add the option in Notion/);
    expect(encode("select", "Voicemail", "status")).toMatch(/add the option in Notion/);
  });

  test("a select with declared options takes their spelling, and new names as they are", () => {
    expect(encode("select", "incoming", "select", ["Incoming"])).toEqual({ select: { name: "Incoming" } });
    expect(encode("select", "Sales", "select", ["Incoming"])).toEqual({ select: { name: "Sales" } });
  });
});

describe("files", () => {
  const file = (index: number) => ({ name: `Part ${index}.mp3`, url: `https://files.example.com/${index}` });

  test("go into a files property as external links with a name of at most 100 units", () => {
    expect(encode("files", [file(1)], "files")).toEqual({
      files: [{ type: "external", name: "Part 1.mp3", external: { url: "https://files.example.com/1" } }],
    });
    const named = encode(
      "files",
      [
        { ...file(1), name: `${"x".repeat(99)}😀` },
        { ...file(2), name: "" },
      ],
      "files",
    );
    expect(named).toMatchObject({ files: [{ name: "x".repeat(99) }, { name: "File" }] });
  });

  test("go into a url as the first link, the others into the body", () => {
    expect(encodeProperty("files", [file(1), file(2)], live("url"))).toEqual({
      ok: true,
      value: { url: "https://files.example.com/1" },
      overflow: "Part 2.mp3 https://files.example.com/2",
    });
    expect(encode("files", [], "url")).toEqual({ url: null });
  });

  test("go into text as linked names, one a line", () => {
    expect(encode("files", [file(1), file(2)], "rich_text")).toEqual({
      rich_text: [
        { type: "text", text: { content: "Part 1.mp3", link: { url: "https://files.example.com/1" } } },
        { type: "text", text: { content: "\nPart 2.mp3", link: { url: "https://files.example.com/2" } } },
      ],
    });
  });

  test("past the hundredth overflow", () => {
    const many = Array.from({ length: 102 }, (_, index) => file(index));
    const encoded = encodeProperty("files", many, live("files"));
    expect(encoded).toMatchObject({
      ok: true,
      overflow: expect.stringMatching(/^Part 100.*\nPart 101\S* \S+$/),
    });
  });
});

test("text past 100 items overflows", () => {
  const encoded = encodeProperty("text", `${"x".repeat(200_000)}tail`, live("rich_text"));
  expect(encoded).toMatchObject({ ok: true, overflow: "tail" });
});
