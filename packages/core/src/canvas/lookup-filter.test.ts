import { describe, expect, it } from "vitest";
import type { SchemaProperty } from "../notion/schema.js";
import { contactFilter } from "./lookup-filter.js";
import written from "./written-numbers.json" with { type: "json" };

const property = (type: string, id = "p1"): SchemaProperty => ({ id, name: `Property ${id}`, type });
const filterFor = (identifier: string, ...properties: SchemaProperty[]) =>
  contactFilter(identifier, { phone: properties, email: properties })?.or ?? [];

/** Whether Notion would find `text` in a property of this type. */
function finds(identifier: string, type: string, text: string): boolean {
  return filterFor(identifier, property(type)).some((condition) => {
    const { [type]: inner } = condition as Record<string, Record<string, unknown>>;
    const { contains, equals } = (inner?.string ?? inner) as { contains?: string; equals?: string | number };
    return contains === undefined ? String(equals) === text : text.includes(contains);
  });
}

describe.each(written)("$e164", ({ e164, texts }) => {
  // Notion compares characters, so it cannot find digits of other scripts.
  it.each(texts.filter((text) => /\d/.test(text)))("is found as %j", (text) => {
    expect(finds(e164, "phone_number", text)).toBe(true);
  });
});

it("does not find every number", () => {
  expect(finds("+15555550123", "phone_number", "(555) 555-0199")).toBe(false);
  expect(finds("dana@example.com", "email", "lee@example.com")).toBe(false);
});

it.each(["phone_number", "rich_text", "title", "url", "formula"])("filters a %s by text", (type) => {
  expect(finds("+15555550123", type, "x (555) 555-0123 y")).toBe(true);
});

it("filters a number by equality, with the country code and without", () => {
  expect(filterFor("+15555550123", property("number"))).toEqual([
    { property: "p1", number: { equals: 15555550123 } },
    { property: "p1", number: { equals: 5555550123 } },
  ]);
});

it("finds an address within other text", () => {
  expect(finds("dana@example.com", "rich_text", "Dana <dana@example.com>")).toBe(true);
  expect(filterFor("dana@example.com", property("number"))).toEqual([]);
});

it("asks for the properties of the identifier's own kind, by id", () => {
  const properties = { phone: [property("phone_number", "tel")], email: [property("email", "mail")] };
  const ids = (identifier: string) =>
    new Set(
      contactFilter(identifier, properties)?.or.map(
        (condition) => (condition as { property: string }).property,
      ),
    );
  expect([...ids("+15555550123")]).toEqual(["tel"]);
  expect([...ids("dana@example.com")]).toEqual(["mail"]);
});

it("is none when nothing can be filtered", () => {
  expect(contactFilter("+15555550123", { phone: [property("rollup")], email: [] })).toBeUndefined();
  expect(contactFilter("+15555550123", { phone: [], email: [] })).toBeUndefined();
});

it.each([1, 3, 7, 30, 100, 150])("stays within 100 conditions for %i properties", (count) => {
  const many = Array.from({ length: count }, (_, index) => property("phone_number", `p${index}`));
  const or = filterFor("+15555550123", ...many);
  expect(or.length).toBeLessThanOrEqual(100);
  for (const { id } of many.slice(0, 100)) {
    expect(or).toContainEqual({ property: id, phone_number: { contains: "0123" } });
  }
});
