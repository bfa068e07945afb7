import { placeColumns } from "../mapping/place-columns.js";
import type { PropertyMapping } from "../mapping/property.js";
import type { Schema, SchemaProperty } from "../notion/schema.js";
import type { StateStore } from "../ports/state-store.js";

export const columnsCursor = (dataSourceId: string): string => `columns:${dataSourceId}`;

/**
 * Keeps a renamed property working: remembers the property id that each column is written to, and marks, in a
 * schema just read, the properties that were written as a column of another name.
 */
export async function rememberColumns(
  store: Pick<StateStore, "getCursor" | "putCursor">,
  mapping: PropertyMapping<never>,
  schema: Schema,
): Promise<Schema> {
  const cursor = columnsCursor(schema.dataSourceId);
  const stored = await store.getCursor(cursor);
  const idOfColumn = new Map<string, string>(
    Object.entries(JSON.parse(stored ?? "{}") as Record<string, string>),
  );
  const isColumn = (name: string) => Object.hasOwn(mapping, name);
  const columnOfId = new Map(
    [...idOfColumn].filter(([column]) => isColumn(column)).map(([column, id]) => [id, column]),
  );

  const properties: Record<string, SchemaProperty> = Object.create(null);
  for (const [name, property] of Object.entries(schema.properties)) {
    const formerColumn = columnOfId.get(property.id);
    properties[name] =
      formerColumn === undefined || formerColumn === name ? property : { ...property, formerColumn };
  }
  const known: Schema = { ...schema, properties };

  for (const { column, live } of placeColumns(mapping, known).placed) {
    // A property is one column at a time: which one it was before is forgotten.
    for (const [other, id] of idOfColumn)
      if (id === live.id && other !== column && isColumn(other)) idOfColumn.delete(other);
    idOfColumn.set(column, live.id);
  }
  const remembered = JSON.stringify(Object.fromEntries(idOfColumn));
  if (remembered !== stored) await store.putCursor(cursor, remembered);
  return known;
}
