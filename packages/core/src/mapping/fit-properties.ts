import type { PropertyValue } from "./encoder.js";
import { jsonBytes } from "./json-bytes.js";
import { PROPERTIES_BYTES } from "./notion-limits.js";
import type { RichTextItem } from "./rich-text.js";

/** An encoded property and the text that goes into the body instead. */
export interface FittedProperty {
  id: string;
  name: string;
  value: PropertyValue;
  overflow: string;
}

/**
 * Makes properties fit into a request: while they are too many bytes, the longest text moves its last items into
 * its overflow. Values without text stay; Notion's other limits keep them small.
 */
export function fitProperties(properties: readonly FittedProperty[]): FittedProperty[] {
  const fitted = properties.map((property) => ({
    ...property,
    bytes: jsonBytes({ [property.name]: property.value }),
  }));
  let excess = fitted.reduce((sum, { bytes }) => sum + bytes, 0) - PROPERTIES_BYTES;
  const longestFirst = fitted
    .filter(({ value }) => plainText(value) !== undefined)
    .sort((a, b) => b.bytes - a.bytes);
  for (const property of longestFirst) excess -= giveWay(property, excess);
  return fitted.map(({ id, name, value, overflow }) => ({ id, name, value, overflow }));
}

/** Moves items until `bytes` are freed or none is left. Answers the bytes freed. */
function giveWay(property: FittedProperty, bytes: number): number {
  const text = plainText(property.value);
  if (text === undefined) return 0;
  let kept = text.items.length;
  let freed = 0;
  while (kept > 0 && freed < bytes) freed += jsonBytes(text.items[--kept] ?? null);
  const moved = text.items.slice(kept).map((item) => item.text.content);
  property.value = { [text.type]: text.items.slice(0, kept) };
  property.overflow = moved.join("") + property.overflow;
  return freed;
}

/** The items of a text value; linked items are no plain text. */
function plainText(value: PropertyValue): { type: string; items: readonly RichTextItem[] } | undefined {
  const type = "rich_text" in value ? "rich_text" : "title";
  const items = value[type] as readonly RichTextItem[] | undefined;
  return items?.every((item) => item.text.link === undefined) ? { type, items } : undefined;
}
