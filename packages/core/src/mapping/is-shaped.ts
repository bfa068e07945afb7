import type { FileLink, Meaning, MeaningValue } from "./property.js";

const isText = (value: unknown): value is string => typeof value === "string";

/** A hole in an array counts as a value, and fits nothing. */
const isListOf = <T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] =>
  Array.isArray(value) && [...value].every(isItem);

function isFileLink(value: unknown): value is FileLink {
  if (typeof value !== "object" || value === null) return false;
  const { name, url, upload } = value as Partial<FileLink>;
  return isText(name) && isText(url) && (upload === undefined || isText(upload?.id));
}

/** Whether a value has the type of its meaning. Mappings written in JavaScript have no compiler to tell them. */
export function isShaped(meaning: Meaning, value: unknown): value is MeaningValue[Meaning] {
  switch (meaning) {
    case "number":
      return typeof value === "number";
    case "checkbox":
      return typeof value === "boolean";
    case "files":
      return isListOf(value, isFileLink);
    case "multiSelect":
    case "relation":
      return isListOf(value, isText);
    default:
      return isText(value);
  }
}

/** The type of a meaning's values in words, as the end of "must answer with". */
export function shapeOf(meaning: Meaning): string {
  switch (meaning) {
    case "number":
      return "a number";
    case "checkbox":
      return "true or false";
    case "files":
      return "an array of { name, url }";
    case "multiSelect":
      return "an array of texts";
    case "relation":
      return "an array of page ids";
    default:
      return "a text";
  }
}
