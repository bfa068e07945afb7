import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Json } from "../json.js";
import type { SchemaProperty } from "../notion/schema.js";
import type { ContactProperties } from "./contact-properties.js";

/** Keeps the request small; Notion names no limit for one compound filter. */
const MOST_CONDITIONS = 100;

/** What stands between groups of digits; the last two are spaces that programs put there. */
const SEPARATORS = [" ", "-", ".", "/", "\u00a0", "\u202f"];

type TextCondition = { contains: string } | { equals: string };

/**
 * One Notion filter that finds a contact however its number is written: Notion compares phone numbers as
 * plain text, so beside the usual formats it looks for the last four digits in the ways they are grouped.
 * Others match too, so every result must be verified. Not found are digits of other scripts, and last digits
 * that are grouped oddly (`4 56 7`).
 *
 * `identifier` is E.164 or an e-mail address. `undefined` when Notion can filter none of the properties.
 */
export function contactFilter(identifier: string, properties: ContactProperties): { or: Json[] } | undefined {
  const isEmail = identifier.includes("@");
  const candidates = (isEmail ? properties.email : properties.phone).slice(0, MOST_CONDITIONS);
  const perProperty = Math.floor(MOST_CONDITIONS / candidates.length);
  // `contains` finds equal texts too, and addresses within `Name <address>`.
  const texts = isEmail ? [{ contains: identifier }] : phoneTexts(identifier);
  const numbers = isEmail ? [] : phoneNumbers(identifier);
  const or = candidates.flatMap((property) => conditions(property, texts, numbers).slice(0, perProperty));
  return or.length > 0 ? { or } : undefined;
}

function conditions(
  { id, type }: SchemaProperty,
  texts: readonly TextCondition[],
  numbers: readonly number[],
): Json[] {
  switch (type) {
    case "phone_number":
    case "email":
    case "url":
    case "title":
    case "rich_text":
      return texts.map((text) => ({ property: id, [type]: text }));
    case "formula":
      return texts.map((text) => ({ property: id, formula: { string: text } }));
    case "number":
      return numbers.map((equals) => ({ property: id, number: { equals } }));
    default:
      // A rollup can only be filtered by the type of what it rolls up, which the schema does not say.
      return [];
  }
}

/** The most telling first, so that many properties cost only the least likely formats. */
function phoneTexts(e164: string): TextCondition[] {
  const lastFour = e164.slice(-4);
  const splits = [2, 1, 3].flatMap((at) =>
    SEPARATORS.map((separator) => `${lastFour.slice(0, at)}${separator}${lastFour.slice(at)}`),
  );
  return [
    ...[lastFour, ...splits].map((contains) => ({ contains })),
    ...[...new Set([e164, e164.slice(1), ...formats(e164)])].map((equals) => ({ equals })),
  ];
}

function formats(e164: string): string[] {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return [];
  const code = number.countryCallingCode;
  const national = number.formatNational();
  const international = number.formatInternational();
  const groups = international.split(/\D+/).slice(2);
  const [area, ...rest] = groups;
  return [
    number.nationalNumber,
    national,
    national.replace(/\D/g, ""),
    international,
    groups.join("-"),
    groups.join("."),
    groups.join(" "),
    `(${area}) ${rest.join("-")}`,
    `+${code} (${area}) ${rest.join("-")}`,
    `+${code}-${groups.join("-")}`,
    `${code}-${groups.join("-")}`,
  ];
}

/** A number property may hold the number with or without its country code. */
function phoneNumbers(e164: string): number[] {
  const national = parsePhoneNumberFromString(e164)?.nationalNumber;
  return [e164.slice(1), ...(national ? [national] : [])].map(Number);
}
