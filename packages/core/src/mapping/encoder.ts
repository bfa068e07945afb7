import type { Json } from "../json.js";
import type { SchemaProperty } from "../notion/schema.js";

/** A Notion property value as written: its type's name and what it holds, as in `{ number: 3 }`. */
export type PropertyValue = { readonly [type: string]: Json };

/** The encoded value with the text that did not fit, or what is wrong with the value, as the end of "it cannot take the value: ". */
export type Encoding = { value: PropertyValue; overflow?: string } | { problem: string };

export type Encoder<T> = (value: T, property: SchemaProperty) => Encoding;

/** Encoders by the Notion type that they write. */
export type Encoders<T> = Readonly<Record<string, Encoder<T>>>;
