import type { Meaning, PropertyMapping } from "./property.js";
import { requireOne } from "./require-one.js";

/** The Notion types in which a column is created. */
const NATURAL_TYPE = {
  id: "rich_text",
  title: "title",
  text: "rich_text",
  phone: "phone_number",
  email: "email",
  date: "date",
  select: "select",
  multiSelect: "multi_select",
  number: "number",
  checkbox: "checkbox",
  url: "url",
  files: "files",
  relation: "relation",
} as const satisfies Record<Meaning, string>;

/** A Notion property type, as `init` and the fake Notion make columns. */
export type NaturalType = (typeof NATURAL_TYPE)[Meaning];

/**
 * The columns of a new database for this mapping, by name, each in the natural type of its meaning. A relation
 * still wants the data source that it points to. Throws `invalid_configuration` unless there is one title.
 */
export function columnsOf(mapping: PropertyMapping<never>): Record<string, { type: NaturalType }> {
  requireOne(mapping, "title");
  return Object.fromEntries(
    Object.entries(mapping).map(([name, property]) => [name, { type: NATURAL_TYPE[property.meaning] }]),
  );
}
