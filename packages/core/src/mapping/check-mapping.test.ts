import { describe, expect, test } from "vitest";
import type { Schema } from "../notion/schema.js";
import { checkMapping } from "./check-mapping.js";
import { placeColumns } from "./place-columns.js";
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
      passedOver: [],
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
      passedOver: [],
      incompatible: [
        { property: "Call ID", found: "formula", accepted: ["title", "rich_text", "phone_number"] },
        { property: "Duration", found: "phone_number", accepted: ["number", "rich_text", "title", "select"] },
      ],
    });
  });

  const remembering = (properties: Record<string, [type: string, formerColumn?: string]>): Schema => {
    const schema = schemaOf(
      Object.fromEntries(Object.entries(properties).map(([name, [type]]) => [name, type])),
    );
    for (const [name, [, formerColumn]] of Object.entries(properties))
      if (formerColumn !== undefined) schema.properties[name]!.formerColumn = formerColumn;
    return schema;
  };
  const placesOf = (schema: Schema) =>
    Object.fromEntries(placeColumns(mapping, schema).placed.map(({ column, live }) => [column, live.name]));

  test("a renamed property is gone on with, although another one has its name now", () => {
    const schema = remembering({
      ...{ Name: ["rich_text"], Title: ["title", "Name"], "Call ID": ["rich_text"] },
      ...{ Caller: ["phone_number", "From"], From: ["rich_text"], Duration: ["number"] },
    });
    expect(placesOf(schema)).toEqual({
      ...{ Name: "Title", "Call ID": "Call ID", From: "Caller", Duration: "Duration" },
    });
    expect(checkMapping(mapping, schema)).toMatchObject({ missing: [], passedOver: ["Name", "From"] });
  });

  test("a property that was renamed to another column's name is that column's", () => {
    const swapped = remembering({
      ...{ Name: ["title"], "Call ID": ["rich_text"] },
      ...{ Duration: ["rich_text", "From"], From: ["rich_text", "Duration"] },
    });
    expect(placesOf(swapped)).toMatchObject({ From: "From", Duration: "Duration" });
    const moved = remembering({
      ...{ Name: ["title"], "Call ID": ["rich_text"] },
      ...{ Length: ["number", "Duration"], Duration: ["rich_text", "From"] },
    });
    expect(placesOf(moved)).toMatchObject({ From: "Duration", Duration: "Length" });
    expect(checkMapping(mapping, moved).passedOver).toEqual([]);
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
      passedOver: [],
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
