import type { SchemaProperty } from "../notion/schema.js";
import { FILE_ENCODERS } from "./encode-files.js";
import { encodeMultiSelect, encodeSelect, encodeStatus, encodeTextAsOptions } from "./encode-options.js";
import { TEXT_ENCODERS } from "./encode-text.js";
import type { Encoders, PropertyValue } from "./encoder.js";
import { ARRAY_ITEMS } from "./notion-limits.js";
import type { Meaning, MeaningValue } from "./property.js";

const { title, rich_text, phone_number, date } = TEXT_ENCODERS;

const TEXT_LIKE = {
  ...TEXT_ENCODERS,
  select: encodeSelect,
  multi_select: encodeTextAsOptions,
  status: encodeStatus,
} satisfies Encoders<string>;

/** The whole matrix: what each meaning may be written into, and how. Everything else, read-only types included, is refused. */
const ENCODERS: { readonly [M in Meaning]: Encoders<MeaningValue[M]> } = {
  // An id must be found again by an `equals` filter, so nothing may be changed on its way in.
  id: { title, rich_text, phone_number },
  title: TEXT_LIKE,
  text: TEXT_LIKE,
  phone: TEXT_LIKE,
  email: TEXT_LIKE,
  url: TEXT_LIKE,
  // One option stays one, commas or not.
  select: { ...TEXT_LIKE, multi_select: (option, property) => encodeMultiSelect([option], property) },
  multiSelect: {
    multi_select: encodeMultiSelect,
    rich_text: (options, property) => rich_text(options.join(", "), property),
    title: (options, property) => title(options.join(", "), property),
  },
  date: { date, rich_text, title },
  number: {
    number: (value) =>
      Number.isFinite(value) ? { value: { number: value } } : { problem: "it is not finite" },
    rich_text: (value, property) => rich_text(String(value), property),
    title: (value, property) => title(String(value), property),
    select: (value, property) => encodeSelect(String(value), property),
  },
  checkbox: { checkbox: (value) => ({ value: { checkbox: value } }) },
  files: FILE_ENCODERS,
  relation: {
    relation: (ids) =>
      ids.length > ARRAY_ITEMS
        ? { problem: `it has more than ${ARRAY_ITEMS} pages` }
        : { value: { relation: ids.map((id) => ({ id })) } },
  },
};

/** The Notion property types that a meaning can be written into. Some hold only some values, such as `number` of a text. */
export const acceptedTypes = (meaning: Meaning): readonly string[] => Object.keys(ENCODERS[meaning]);

export type EncodedProperty =
  /** `overflow`: the text that the property cannot hold, and that belongs into the page body. */
  | { ok: true; value: PropertyValue; overflow?: string }
  /** `reason` names the property, its type and the accepted types; never the value. */
  | { ok: false; reason: string };

/** Encodes a value for the live property it goes into. An empty text clears the property. */
export function encodeProperty<M extends Meaning>(
  meaning: M,
  value: MeaningValue[M],
  property: SchemaProperty,
): EncodedProperty {
  const accepted = acceptedTypes(meaning);
  const encoders: Encoders<MeaningValue[M]> = ENCODERS[meaning];
  const encode = accepted.includes(property.type) ? encoders[property.type] : undefined;
  const encoding = encode?.(value, property) ?? { problem: "the type does not fit" };
  if (!("problem" in encoding)) return { ok: true, ...encoding };
  return {
    ok: false,
    reason:
      `Property "${property.name}" of type ${property.type} cannot take the value: ${encoding.problem}. ` +
      `A ${meaning} value can be written to: ${accepted.join(", ")}.`,
  };
}
