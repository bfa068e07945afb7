import type { NotionPage } from "./gateway.js";
import { plainText } from "./plain-text.js";
import type { SchemaProperty } from "./schema.js";

/**
 * The activity id that a row carries in its id property, which is found by its id, so also after somebody
 * renamed it. `undefined` when the row has no such property or it is empty.
 */
export function rowId(
  row: Pick<NotionPage, "properties">,
  idProperty: Pick<SchemaProperty, "id" | "name">,
): string | undefined {
  const values = Object.entries(row.properties) as [string, { id?: unknown } | null][];
  const value =
    values.find(([, held]) => held?.id === idProperty.id)?.[1] ??
    values.find(([name]) => name === idProperty.name)?.[1];
  return idText(value) || undefined;
}

/** The text of a title, rich-text or phone property: the types that an id is written into. */
function idText(value: unknown): string {
  const { type, ...contents } = (value ?? {}) as { type?: unknown; [type: string]: unknown };
  const held = contents[String(type)];
  return typeof held === "string" ? held : plainText(held);
}
