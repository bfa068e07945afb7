import {
  checkbox,
  date,
  email,
  files,
  type Json,
  multiSelect,
  number,
  type Property,
  phone,
  project,
  relation,
  type Schema,
  sameValue,
  select,
  text,
  title,
  url,
} from "@openphone-notion/core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { gatewayTo, low } from "./gateway-to.js";

const notion = fakeNotion({
  databases: {
    rows: {
      Title: { type: "title" },
      Text: { type: "rich_text" },
      Phone: { type: "phone_number" },
      Email: { type: "email" },
      Url: { type: "url" },
      Number: { type: "number" },
      Select: { type: "select" },
      Status: { type: "status", options: ["Answered", "Missed"] },
      Options: { type: "multi_select" },
      Date: { type: "date" },
      Checkbox: { type: "checkbox" },
      Canvas: { type: "relation" },
      Files: { type: "files" },
      Linked: { type: "rich_text" },
    },
    canvas: { Name: { type: "title" } },
  },
  window: false,
});
const gateway = gatewayTo(notion);
const contacts = Array.from({ length: 30 }, (_, index) => notion.addPage("canvas", { Name: `${index}` }).id);
let schema: Schema;
beforeAll(async () => {
  schema = await gateway.schema(notion.databases.rows.dataSourceId, low);
});

type Column = readonly [property: (value: never) => Property<unknown>, values: fc.Arbitrary<unknown>];
const column = <T>(build: (value: () => T) => Property<unknown>, values: fc.Arbitrary<T>): Column => [
  (value) => build(() => value),
  values,
];

const link = fc.webUrl({ withQueryParameters: true, withFragments: true });
const anyText = fc.string({ unit: "grapheme", maxLength: 40 });
const option = fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name.trim() !== "");
const file = fc.record({ name: anyText, url: link });
/** What the mapping gives each property. */
const COLUMNS: Readonly<Record<string, Column>> = {
  Title: column(title, anyText),
  Text: column(text, fc.oneof(anyText, fc.string({ minLength: 1_900, maxLength: 9_000 }))),
  Phone: column(phone, fc.constantFrom("+15555550123", "+15555550100, +15555550199", "")),
  Email: column(email, fc.emailAddress()),
  Url: column(url, link),
  Number: column(number, fc.double({ noNaN: true, noDefaultInfinity: true })),
  Select: column(select, option),
  Status: column(select, fc.constantFrom("Answered", "Missed", "")),
  Options: column(multiSelect, fc.array(option, { maxLength: 5 })),
  Date: column(
    date,
    fc.oneof(
      fc
        .date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
        // Never one cut from the other.
        .map((at) => at.toISOString().replace(/\d\d\.\d{3}Z$/, "12.345Z")),
      fc.constantFrom("2026-10-07", "2026-10-07T15:00:00+02:00", "2026-10-07T15:00", ""),
    ),
  ),
  Checkbox: column(checkbox, fc.boolean()),
  Canvas: column(relation, fc.subarray(contacts, { maxLength: 25 })),
  Files: column(files, fc.array(file, { maxLength: 3 })),
  Linked: column(files, fc.array(file, { maxLength: 3 })),
};

/** The value as the mapping writes it. */
function encoded(name: string, value: unknown): { readonly [type: string]: Json } {
  const [property] = COLUMNS[name]!;
  const { properties, warnings } = project({}, { [name]: property(value as never) }, schema, {
    canvas: undefined,
  });
  expect(warnings).toEqual([]);
  return properties[name]!;
}

/** The value as Notion answers it once it is written. */
async function answered(name: string, written: { readonly [type: string]: Json }): Promise<unknown> {
  const { id } = await gateway.createPage(schema.dataSourceId, { [name]: written }, low);
  return (await gateway.retrievePage(id, low)).properties[name];
}

describe("through the API", () => {
  for (const [name, [, values]] of Object.entries(COLUMNS)) {
    test(`${name}: what was written is seen to be there, and another value is not taken for it`, async () => {
      await fc.assert(
        fc.asyncProperty(values, values, async (value, other) => {
          const written = encoded(name, value);
          const shown = await answered(name, written);
          expect(sameValue(written, shown)).toBe(true);
          const changed = await answered(name, encoded(name, other));
          // Same both ways round, or for both of two spellings of one value.
          const same = sameValue(written, changed);
          if (same === true) expect(sameValue(encoded(name, other), shown)).toBe(true);
          else expect(JSON.stringify(changed)).not.toBe(JSON.stringify(shown));
        }),
        { numRuns: 40 },
      );
    });
  }

  test.each<[string, unknown, unknown]>([
    ["Title", "Call with Jane", "Call with John"],
    ["Title", "Call", ""],
    ["Text", "x".repeat(4_000), `${"x".repeat(3_999)}y`],
    ["Text", "x".repeat(4_000), "x".repeat(3_999)],
    ["Phone", "+15555550123", "(555) 555-0123"],
    ["Phone", "+15555550123", ""],
    ["Email", "jo@example.com", "jane@example.com"],
    ["Url", "https://example.com/a", "https://example.com/b"],
    ["Number", 0, 1],
    ["Select", "One", "Two"],
    ["Status", "Answered", "Missed"],
    ["Status", "Answered", ""],
    ["Options", ["One", "Two"], ["One"]],
    ["Options", ["One"], ["One", "Two"]],
    ["Date", "2026-10-07T15:00:00.000Z", "2026-10-07T15:01:00.000Z"],
    ["Date", "2026-10-07", "2026-10-07T00:00:00.000Z"],
    ["Date", "2026-10-07", ""],
    ["Checkbox", false, true],
    ["Canvas", contacts.slice(0, 2), contacts.slice(0, 1)],
    ["Canvas", contacts.slice(0, 1), contacts.slice(0, 2)],
    ["Canvas", contacts.slice(0, 1), []],
    ["Canvas", contacts.slice(0, 2), contacts.slice(0, 30)],
    ["Files", [{ name: "a", url: "https://example.com/1" }], [{ name: "a", url: "https://example.com/2" }]],
    ["Files", [{ name: "a", url: "https://example.com/1" }], []],
    ["Linked", [{ name: "a", url: "https://example.com/1" }], [{ name: "a", url: "https://example.com/2" }]],
  ])("%s: %j is told from %j", async (name, value, other) => {
    expect(sameValue(encoded(name, value), await answered(name, encoded(name, other)))).toBe(false);
  });

  test("order is no difference where it means nothing", async () => {
    const canvas = await answered("Canvas", encoded("Canvas", contacts.slice(0, 3)));
    expect(sameValue(encoded("Canvas", contacts.slice(0, 3).reverse()), canvas)).toBe(true);
    const options = await answered("Options", encoded("Options", ["One", "Two"]));
    expect(sameValue(encoded("Options", ["Two", "One"]), options)).toBe(true);
  });

  test("a relation that Notion cuts at 25 can only be told apart by what it does show", async () => {
    const many = encoded("Canvas", contacts);
    const shown = await answered("Canvas", many);
    expect(sameValue(many, shown)).toBeUndefined();
    expect(sameValue(encoded("Canvas", contacts.slice(1)), shown)).toBe(false);
  });
});
