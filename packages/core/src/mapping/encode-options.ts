import type { SchemaProperty } from "../notion/schema.js";
import { oneLine } from "./clean-text.js";
import type { Encoder } from "./encoder.js";
import { ARRAY_ITEMS, OPTION_UNITS } from "./notion-limits.js";

const TOO_LONG = { problem: `an option name is longer than ${OPTION_UNITS} characters` };

/** The declared spelling of an option, where the schema declares it. */
const declared = (name: string, { options = [] }: SchemaProperty): string | undefined =>
  options.includes(name) ? name : options.find((option) => option.toLowerCase() === name.toLowerCase());

/** A name that Notion accepts: it answers 400 to a comma. */
function optionName(text: string, property: SchemaProperty): string {
  const name = oneLine(text).replaceAll(",", ";");
  return declared(name, property) ?? name;
}

export const encodeSelect: Encoder<string> = (text, property) => {
  const name = optionName(text, property);
  if (name === "") return { value: { select: null } };
  return name.length > OPTION_UNITS ? TOO_LONG : { value: { select: { name } } };
};

/** Unlike a select, a status takes declared options only. */
export const encodeStatus: Encoder<string> = (text, property) => {
  const line = oneLine(text);
  if (line === "") return { value: { status: null } };
  const name = declared(line, property);
  return name === undefined
    ? { problem: "it is none of the options of the status; add the option in Notion" }
    : { value: { status: { name } } };
};

export const encodeMultiSelect: Encoder<readonly string[]> = (texts, property) => {
  const names = new Set(texts.map((text) => optionName(text, property)).filter((name) => name !== ""));
  if (names.size > ARRAY_ITEMS) return { problem: `it has more than ${ARRAY_ITEMS} options` };
  const options = Array.from(names, (name) => ({ name }));
  return options.some(({ name }) => name.length > OPTION_UNITS)
    ? TOO_LONG
    : { value: { multi_select: options } };
};

/** A text lists its options with commas or line breaks. */
export const encodeTextAsOptions: Encoder<string> = (text, property) =>
  encodeMultiSelect(text.split(/[,\n]/), property);
