import { describe, expect, test } from "vitest";
import type { Schema } from "../notion/schema.js";
import { checkMapping } from "./check-mapping.js";
import { id, number, phone, text, title } from "./property-builders.js";

const mapping = {
  Name: title(() => "who"),
  "Call ID": id(() => "AC1"),
  From: phone(() => "+15555550123"),
  Duration: number(() => 1),
};

const schemaOf = (types: Record<string, string>): Schema => ({
  dataSourceId: "ds",
  properties: Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, { id: `id-${name}`, name, type }]),
  ),
});

describe("checking a mapping against a live schema", () => {
  test("a database that fits has nothing to report", () => {
    const schema = schemaOf({
      Name: "title",
      "Call ID": "rich_text",
      From: "phone_number",
      Duration: "number",
      Mine: "people",
    });
    expect(checkMapping(mapping, schema)).toEqual({
      missing: [],
      incompatible: [],
      idProperty: schema.properties["Call ID"],
    });
  });

  test("names are matched exactly first, then without regard to case and outer space", () => {
    const schema = schemaOf({
      name: "title",
      " call id ": "rich_text",
      from: "formula",
      From: "title",
      DURATION: "number",
    });
    expect(checkMapping(mapping, schema)).toMatchObject({
      missing: [],
      incompatible: [],
      idProperty: { name: " call id " },
    });
  });

  test("no property is given to two columns; the exact name has it", () => {
    const check = checkMapping(
      { from: text(() => "a"), From: text(() => "b") },
      schemaOf({ From: "rich_text" }),
    );
    expect(check.missing).toEqual(["from"]);
  });

  test("what is missing and what cannot hold its value is named, with what is accepted", () => {
    const check = checkMapping(
      mapping,
      schemaOf({ Name: "title", "Call ID": "formula", Duration: "phone_number" }),
    );
    expect(check).toEqual({
      missing: ["From"],
      incompatible: [
        { property: "Call ID", found: "formula", accepted: ["title", "rich_text", "phone_number"] },
        { property: "Duration", found: "phone_number", accepted: ["number", "rich_text", "title", "select"] },
      ],
    });
  });

  test("the title column takes the database's title, whatever it is called", () => {
    const schema = schemaOf({
      Anruf: "title",
      "Call ID": "rich_text",
      From: "rich_text",
      Duration: "number",
    });
    expect(checkMapping(mapping, schema).missing).toEqual([]);
  });

  test("the id may be the database's title; the title column is then not missed", () => {
    const schema = schemaOf({ "Call ID": "title", From: "rich_text", Duration: "number" });
    expect(checkMapping(mapping, schema)).toEqual({
      missing: [],
      incompatible: [],
      idProperty: schema.properties["Call ID"],
    });
  });

  test("a missing id leaves no id property, and the title is not taken for it", () => {
    const check = checkMapping(mapping, schemaOf({ Titel: "title", From: "rich_text", Duration: "number" }));
    expect(check.missing).toEqual(["Call ID"]);
    expect(check.idProperty).toBeUndefined();
  });

  test("columns named like members of Object are not found by accident", () => {
    expect(checkMapping({ constructor: text(() => "x") }, schemaOf({ Name: "title" })).missing).toEqual([
      "constructor",
    ]);
  });
});
