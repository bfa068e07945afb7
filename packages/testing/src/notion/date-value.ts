import { type JsonObject, mismatch, objectOf, stringAt } from "./body-checks.js";
import type { DateValue } from "./value.js";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Checks a date of a request. */
export function readDate(value: unknown, path: string): DateValue | null {
  if (value === null) return null;
  const date: JsonObject = objectOf(value, path, ["start", "end", "time_zone"]);
  const start = readMoment(date.start, `${path}.start`);
  const end = date.end === undefined || date.end === null ? null : readMoment(date.end, `${path}.end`);
  const zone =
    date.time_zone === undefined || date.time_zone === null
      ? null
      : stringAt(date.time_zone, `${path}.time_zone`);
  return { start, end, time_zone: zone };
}

/** Checks an ISO 8601 day or instant, and spells an instant as Notion does: milliseconds and a numeric offset. */
export function readMoment(value: unknown, path: string): string {
  const text = stringAt(value, path);
  const isReal = !Number.isNaN(Date.parse(text)) && isRealDay(text.slice(0, 10));
  if (isReal && DAY.test(text)) return text;
  const parts = INSTANT.exec(text);
  if (!isReal || !parts) throw mismatch(path, "a valid ISO 8601 date string", value);
  const [, day, minutes, seconds = ":00", offset = "Z"] = parts;
  const [whole, fraction = ""] = seconds.split(".");
  return `${day}T${minutes}${whole}.${fraction.padEnd(3, "0").slice(0, 3)}${offset === "Z" ? "+00:00" : offset}`;
}

/** The 30th of February is none, though `Date.parse` takes it for the 1st of March. */
function isRealDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/** Whether it names a whole day, without a time. */
export const isDay = (text: string): boolean => DAY.test(text);
