import type { Json } from "../json.js";
import { oneLine } from "./clean-text.js";
import type { Encoder, Encoders } from "./encoder.js";
import { EMAIL_UNITS, PHONE_UNITS, URL_UNITS } from "./notion-limits.js";
import { splitRichText } from "./rich-text.js";

const richText =
  (type: "title" | "rich_text"): Encoder<string> =>
  (text) => {
    const { items, rest } = splitRichText(text);
    return { value: { [type]: items }, ...(rest === "" ? {} : { overflow: rest }) };
  };

/** A value type of one line. No text is `null`: Notion refuses `""` here. */
const line =
  (type: string, convert: (line: string) => { json: Json } | { problem: string }): Encoder<string> =>
  (text) => {
    const trimmed = oneLine(text);
    if (trimmed === "") return { value: { [type]: null } };
    const converted = convert(trimmed);
    return "problem" in converted ? converted : { value: { [type]: converted.json } };
  };

const tooLong = (units: number) => ({ problem: `it is longer than ${units} characters` });

const phoneNumber = line("phone_number", (text) =>
  text.length > PHONE_UNITS ? tooLong(PHONE_UNITS) : { json: text },
);

const email = line("email", (text) => {
  if (text.length > EMAIL_UNITS) return tooLong(EMAIL_UNITS);
  return /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(text)
    ? { json: text }
    : { problem: "it is not one e-mail address" };
});

const LINK_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

const url = line("url", (text) => {
  if (text.length > URL_UNITS) return tooLong(URL_UNITS);
  return URL.canParse(text) && LINK_SCHEMES.has(new URL(text).protocol)
    ? { json: text }
    : { problem: "it is not a http, https, mailto or tel link" };
});

/** Only what reads back as the same number; `+15555550123` would lose its sign. */
const numeric = line("number", (text) => {
  const value = Number(text);
  return /^-?\d+(\.\d+)?$/.test(text) && Math.abs(value) <= Number.MAX_SAFE_INTEGER
    ? { json: value }
    : { problem: "it is not a number" };
});

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** `Date.parse` takes the 30th of February for the 1st of March. */
function isRealDay(text: string): boolean {
  const day = text.slice(0, 10);
  const at = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

const date = line("date", (text) =>
  ISO_8601.test(text) && !Number.isNaN(Date.parse(text)) && isRealDay(text)
    ? { json: { start: text } }
    : { problem: "it is not an ISO 8601 date" },
);

/** How one text is written into each type, but for the types with options. */
export const TEXT_ENCODERS = {
  title: richText("title"),
  rich_text: richText("rich_text"),
  phone_number: phoneNumber,
  email,
  url,
  number: numeric,
  date,
} satisfies Encoders<string>;
