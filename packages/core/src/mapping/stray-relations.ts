import type { Schema } from "../notion/schema.js";
import { placeColumns } from "./place-columns.js";
import type { PropertyMapping } from "./property.js";

/** Columns that are to link contacts, but relate to another database: Notion refuses such a link, and it stays out. */
export function strayRelations(
  mapping: PropertyMapping<never>,
  schema: Schema,
  /** Of the contacts; without one every relation is to another database. */
  contacts: Partial<Pick<Schema, "dataSourceId">>,
): string[] {
  return placeColumns(mapping, schema)
    .placed.filter(({ property }) => property.meaning === "relation")
    .filter(({ live }) => live.relatesTo !== undefined && live.relatesTo !== contacts.dataSourceId)
    .map(({ live }) => live.name);
}
