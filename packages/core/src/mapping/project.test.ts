import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Schema } from "../notion/schema.js";
import type { SyncError } from "../sync-error.js";
import { project } from "./project.js";
import {
  checkbox,
  files,
  id,
  multiSelect,
  number,
  phone,
  relation,
  text,
  title,
} from "./property-builders.js";

interface Note {
  id: string;
  text: string;
}

const note = (content = "Hello"): Note => ({ id: "AC1", text: content });

const columns = {
  Name: title((it: Note) => `Note ${it.id}`),
  "Call ID": id((it: Note) => it.id),
  Text: text((it: Note) => it.text),
  Canvas: relation<Note>((_it, context) => context.canvas),
};

const schemaOf = (types: Record<string, string>): Schema => ({
  dataSourceId: "ds",
  properties: Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, { id: `id-${name}`, name, type }]),
  ),
});

const schema = schemaOf({ Name: "title", "Call ID": "rich_text", Text: "rich_text", Canvas: "relation" });

const item = (content: string) => ({ type: "text", text: { content } });
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/** Everything that was written of a column, from its property and its body section. */
function written(projection: ReturnType<typeof project>, name: string): string {
  const items = (projection.properties[name]?.rich_text ?? []) as { text: { content: string } }[];
  const section = projection.body.find(({ heading }) => heading === `${name}, continued`);
  return items.map((part) => part.text.content).join("") + (section?.paragraphs.join("") ?? "");
}

describe("projecting an activity", () => {
  test("values are written under the live names, in the live types", () => {
    const live = schemaOf({
      Titel: "title",
      "call id": "phone_number",
      Text: "url",
      Canvas: "relation",
      Own: "people",
    });
    expect(project(note("https://example.com/a"), columns, live, { canvas: ["p1"] })).toEqual({
      properties: {
        Titel: { title: [item("Note AC1")] },
        "call id": { phone_number: "AC1" },
        Text: { url: "https://example.com/a" },
        Canvas: { relation: [{ id: "p1" }] },
      },
      body: [],
      warnings: [],
    });
  });

  test("undefined leaves a column alone; an empty relation clears it", () => {
    expect(project(note(), columns, schema, { canvas: undefined }).properties).not.toHaveProperty("Canvas");
    expect(project(note(), columns, schema, { canvas: [] }).properties.Canvas).toEqual({ relation: [] });
  });

  test("the id goes into the title that is named like it, and the name is dropped without a warning", () => {
    const live = schemaOf({ "Call ID": "title", Text: "rich_text", Canvas: "relation" });
    const { Name, ...others } = columns;
    const { properties, warnings } = project(note(), { ...others, Name }, live, { canvas: [] });
    expect(properties["Call ID"]).toEqual({ title: [item("AC1")] });
    expect(Object.keys(properties)).toEqual(["Call ID", "Text", "Canvas"]);
    expect(warnings).toEqual([]);
  });

  test("the name is kept beside an id in the title where the database has a column for it", () => {
    const live = schemaOf({ "Call ID": "title", Name: "rich_text" });
    expect(project(note(), columns, live, { canvas: undefined }).properties).toMatchObject({
      "Call ID": { title: [item("AC1")] },
      Name: { rich_text: [item("Note AC1")] },
    });
  });

  test("a missing column and a value that does not fit are one warning each, without the value", () => {
    const live = schemaOf({ Name: "title", "Call ID": "rich_text", Text: "number" });
    const { properties, warnings } = project(note("secret words"), columns, live, { canvas: [] });
    expect(Object.keys(properties)).toEqual(["Name", "Call ID"]);
    expect(warnings.map(({ property }) => property)).toEqual(["Text", "Canvas"]);
    expect(JSON.stringify(warnings)).not.toContain("secret");
  });

  test("a missing column without a value is no warning", () => {
    const live = schemaOf({ Name: "title", "Call ID": "rich_text", Text: "rich_text" });
    expect(project(note(), columns, live, { canvas: undefined }).warnings).toEqual([]);
  });

  test.each([
    ["throws", () => JSON.parse("{")],
    ["answers with another type", () => 5 as unknown as string],
    ["answers null", () => null as unknown as string],
    ["answers a promise", async () => "late"],
  ])("a mapping function that %s fails for good and names its column", (_, value) => {
    const broken = { ...columns, Text: text<Note>(value as () => string) };
    const failure = (): SyncError => {
      try {
        project(note("secret words"), broken, schema, { canvas: [] });
      } catch (error) {
        return error as SyncError;
      }
      throw new Error("did not fail");
    };
    expect(failure()).toMatchObject({ code: "mapping_failed", retry: "never" });
    expect(failure().message).toContain('"Text"');
    expect(failure().message).not.toContain("secret");
  });

  const laterThrows = () => {
    let reads = 0;
    return Object.defineProperty({ name: "a" }, "url", {
      get: () => (reads++ === 0 ? "https://example.com/a" : JSON.parse("{")),
    });
  };
  test.each([
    ["at once", () => Object.defineProperty({ name: "a" }, "url", { get: () => JSON.parse("{") })],
    ["while it is encoded", laterThrows],
  ])("a value that throws when it is read %s fails for good and names its column", (_, file) => {
    const broken = { Value: files<Note>(() => [file() as never]) };
    const live = schemaOf({ Value: "files" });
    expect(() => project(note(), broken, live, { canvas: [] })).toThrow(
      expect.objectContaining({ code: "mapping_failed", message: expect.stringContaining('"Value"') }),
    );
  });

  // Whether the database has the column makes no difference.
  test.each([
    ["number", { Value: number<Note>(() => "1" as never) }],
    ["checkbox", { Value: checkbox<Note>(() => "yes" as never) }],
    ["files", { Value: files<Note>(() => ({}) as never) }],
    ["files of links alone", { Value: files<Note>(() => ["https://example.com/a"] as never) }],
    ["files without names", { Value: files<Note>(() => [{ url: "https://example.com/a" }] as never) }],
    ["files of nothing", { Value: files<Note>(() => [null] as never) }],
    ["multi-select of numbers", { Value: multiSelect<Note>(() => [1] as never) }],
    ["multi-select with holes", { Value: multiSelect<Note>(() => new Array(2)) }],
    ["relation of pages", { Value: relation<Note>(() => [{ id: "p1" }] as never) }],
    ["phone", { Value: phone<Note>(() => 15555550123 as never) }],
  ])("a %s column refuses a value of another shape", (_, broken) => {
    for (const live of [schema, schemaOf({ Value: "rich_text" })])
      expect(() => project(note(), broken, live, { canvas: [] })).toThrow(/column "Value" must answer/);
  });
});

describe("text that is too long for its property", () => {
  const paragraphs = (text: string) =>
    project(note(text), columns, schema, { canvas: [] }).body.flatMap((section) => section.paragraphs);

  test("continues in the body, under the column's name", () => {
    const { properties, body } = project(note(`${"x".repeat(200_000)}tail`), columns, schema, { canvas: [] });
    expect(properties.Text?.rich_text).toHaveLength(100);
    expect(body).toEqual([{ id: "id-Text", heading: "Text, continued", paragraphs: ["tail"] }]);
  });

  test("a megabyte of transcript is written whole, within the limits and in linear time", () => {
    const line = (index: number) =>
      `[${index}:00] Speaker ${index % 2}: ${"well, 你好 😀 ".repeat(index % 30)}\n`;
    const lines = (length: number) => Array.from({ length }, (_, index) => line(index)).join("");
    const transcript = lines(6_000);
    expect(transcript.length).toBeGreaterThan(1_000_000);

    const projection = project(note(transcript), columns, schema, { canvas: [] });
    expect(written(projection, "Text")).toBe(transcript);
    expect(bytes(projection.properties)).toBeLessThan(300_000);
    for (const paragraph of paragraphs(transcript)) expect(paragraph.length).toBeLessThanOrEqual(2000);

    const timed = (text: string) => {
      const start = performance.now();
      project(note(text), columns, schema, { canvas: [] });
      return performance.now() - start;
    };
    // Without a line break, looking for one must not start over for each paragraph. Quadratic would take minutes.
    expect(timed("x".repeat(10_000_000))).toBeLessThan(5_000);
  });

  test("paragraphs end with a line where one ends nearby", () => {
    const text = `${"y".repeat(200_000)}${"a".repeat(1500)}\n${"b".repeat(1500)}\n`;
    expect(paragraphs(text)).toEqual([`${"a".repeat(1500)}\n`, `${"b".repeat(1500)}\n`]);
  });

  test("the longest text gives way first when the properties are too many bytes together", () => {
    const three = {
      Short: text((it: Note) => it.text.slice(0, 1_000)),
      Long: text((it: Note) => it.text),
      Middle: text((it: Note) => it.text.slice(0, 50_000)),
    };
    const live = schemaOf({ Short: "rich_text", Middle: "rich_text", Long: "rich_text" });
    const wide = "漢".repeat(150_000);
    const projection = project(note(wide), three, live, { canvas: [] });
    expect(bytes(projection.properties)).toBeLessThan(300_000);
    expect(bytes(projection.properties)).toBeGreaterThan(290_000);
    expect(projection.body.map(({ heading }) => heading)).toEqual(["Long, continued"]);
    expect(written(projection, "Long")).toBe(wide);
    expect(written(projection, "Middle")).toBe(wide.slice(0, 50_000));
  });

  test("a text that must give way wholly leaves its property to the next longest", () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`T${index}`, text((it: Note) => it.text.slice(index))]),
    );
    const live = schemaOf(Object.fromEntries(Object.keys(many).map((name) => [name, "rich_text"])));
    const wide = "漢".repeat(20_000);
    const projection = project(note(wide), many, live, { canvas: [] });
    expect(bytes(projection.properties)).toBeLessThan(300_000);
    for (let index = 0; index < 12; index++) expect(written(projection, `T${index}`)).toBe(wide.slice(index));
  });

  test("nothing is lost, whatever the text", () => {
    const parts = fc.array(
      fc
        .tuple(fc.constantFrom("x", "漢", "😀", "\n", '"', "line of text\n"), fc.nat(40_000))
        .map(([unit, n]) => unit.repeat(n)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(parts, (pieces) => {
        const projection = project(note(pieces.join("")), columns, schema, { canvas: [] });
        expect(written(projection, "Text") === pieces.join("")).toBe(true);
        expect(bytes(projection.properties)).toBeLessThan(300_000);
      }),
      { numRuns: 25 },
    );
  });
});
