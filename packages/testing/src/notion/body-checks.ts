import { validationError } from "./api-error.js";
import { canonicalId } from "./identifiers.js";

/** A JSON object as it came in: nothing about its members is known yet. */
export type JsonObject = { readonly [key: string]: unknown };

const MAX_ARRAY_LENGTH = 100;
const SHOWN_LENGTH = 55;

/** Notion's wording of a schema mismatch. `path` starts with `body`, `path` or `query`. */
export function mismatch(path: string, expected: string, actual: unknown): Error {
  const location = path.split(/[.[]/, 1)[0];
  return validationError(
    `${location} failed validation: ${path} should be ${expected}, instead was ${shown(actual)}.`,
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return `\`${text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}...` : text}\``;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function objectAt(value: unknown, path: string): JsonObject {
  if (value === undefined) throw mismatch(path, "defined", value);
  if (!isObject(value)) throw mismatch(path, "an object", value);
  return value;
}

/** An object that has no other members than `keys`: Notion refuses what it does not know. */
export function objectOf(value: unknown, path: string, keys: readonly string[]): JsonObject {
  const object = objectAt(value, path);
  for (const key of Object.keys(object)) {
    if (!keys.includes(key)) throw mismatch(`${path}.${key}`, "not present", object[key]);
  }
  return object;
}

/** An array of at most 100 elements, the limit of every array in a request. */
export function arrayAt(value: unknown, path: string): readonly unknown[] {
  if (value === undefined) throw mismatch(path, "defined", value);
  if (!Array.isArray(value)) throw mismatch(path, "an array", value);
  atMost(value.length, MAX_ARRAY_LENGTH, path);
  return value;
}

/** A string of `min` to `max` UTF-16 units. */
export function stringAt(value: unknown, path: string, limits: { min?: number; max?: number } = {}): string {
  if (value === undefined) throw mismatch(path, "defined", value);
  if (typeof value !== "string") throw mismatch(path, "a string", value);
  if (limits.min !== undefined && value.length < limits.min) {
    throw mismatch(`${path}.length`, `≥ \`${limits.min}\``, value.length);
  }
  if (limits.max !== undefined) atMost(value.length, limits.max, path);
  // A lone surrogate is half a character: no UTF-8 store can keep it.
  if (/\p{Surrogate}/u.test(value)) throw mismatch(path, "well-formed Unicode", "lone surrogate");
  return value;
}

function atMost(length: number, max: number, path: string): void {
  if (length > max) throw mismatch(`${path}.length`, `≤ \`${max}\``, length);
}

export function booleanAt(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw mismatch(path, "a boolean", value);
  return value;
}

export function numberAt(value: unknown, path: string): number {
  if (typeof value !== "number") throw mismatch(path, "a number", value);
  return value;
}

/** An id in its dashed form, whichever way it was written. */
export function idAt(value: unknown, path: string): string {
  const id = canonicalId(stringAt(value, path));
  if (!id) throw mismatch(path, "a valid uuid", value);
  return id;
}

/** One of a few words, worded as Notion lists them. */
export function oneOf<T extends string>(value: unknown, path: string, words: readonly T[]): T {
  if (!(words as readonly unknown[]).includes(value)) {
    throw mismatch(path, words.map((word) => `\`"${word}"\``).join(" or "), value);
  }
  return value as T;
}
