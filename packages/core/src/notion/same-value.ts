import type { PropertyValue } from "../mapping/encoder.js";
import { sameDate } from "./same-date.js";
import { sameFiles } from "./same-files.js";
import { sameOption, sameOptions } from "./same-options.js";
import { sameRelation } from "./same-relation.js";
import { sameLine, sameText } from "./same-text.js";
import { sameUrl } from "./same-url.js";
import type { Sameness } from "./sameness.js";

/** Compares what was written with what is answered, both already taken out of their type. */
type Compare = (written: unknown, answered: unknown) => Sameness;

const exactly: Compare = (written, answered) => (written ?? null) === (answered ?? null);

/** Every type that a mapping writes. */
const COMPARE: Readonly<Record<string, Compare>> = {
  title: sameText,
  rich_text: sameText,
  phone_number: sameLine,
  email: sameLine,
  url: (written, answered) => (written && answered ? sameUrl(written, answered) : exactly(written, answered)),
  number: exactly,
  checkbox: exactly,
  select: sameOption,
  status: sameOption,
  multi_select: sameOptions,
  date: sameDate,
  files: sameFiles,
};

/**
 * Whether a property as Notion answers it shows what was written there. What Notion changes by itself (seconds
 * of a date, the spelling of a time zone, extra members) does not count; what a person changed does, except
 * for formatting and for the order of options and relations. `undefined` where it cannot be told: a list that
 * Notion cuts short, another type than the one that was written, a spelling that Notion may have chosen.
 */
export function sameValue(written: PropertyValue, answered: unknown): Sameness {
  const [type, ...others] = Object.keys(written);
  if (type === undefined || others.length > 0 || !isObject(answered)) return undefined;
  if (answered.type !== type || answered[type] === undefined) return undefined;
  if (type === "relation")
    return sameRelation(written.relation, answered.relation, answered.has_more === true);
  return COMPARE[type]?.(written[type], answered[type]);
}

const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
