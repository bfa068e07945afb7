import { notModelled } from "./api-error.js";
import { mismatch, objectAt, objectOf } from "./body-checks.js";
import { isDay, readMoment } from "./date-value.js";

const DAY_MS = 86_400_000;
const RELATIVE = /^(this|past|next)_(week|month|year)$/;

/** The predicate of a date condition. A condition with a day looks at whole days in UTC, one with a time at instants. */
export function readMomentCondition(value: unknown, path: string): (moment: string | undefined) => boolean {
  const matches = readInstantCondition(value, path);
  return (moment) => matches(moment === undefined ? undefined : Date.parse(moment));
}

/** The same for epoch milliseconds. */
export function readInstantCondition(value: unknown, path: string): (at: number | undefined) => boolean {
  const [entry, ...others] = Object.entries(objectAt(value, path));
  if (!entry || others.length > 0) throw mismatch(path, "one filter condition", value);
  const [operator, operand] = entry;
  if (operator === "is_empty" || operator === "is_not_empty") {
    if (operand !== true) throw mismatch(`${path}.${operator}`, "`true`", operand);
    return operator === "is_empty" ? (at) => at === undefined : (at) => at !== undefined;
  }
  if (RELATIVE.test(operator)) {
    objectOf(operand, `${path}.${operator}`, []);
    // A view may well be made with it; only looking through it is not modelled.
    return () => {
      throw notModelled(`the date condition "${operator}"`);
    };
  }
  const wanted = readMoment(operand, `${path}.${operator}`);
  const start = Date.parse(wanted);
  const end = isDay(wanted) ? start + DAY_MS : start + 1;
  const matches = comparison(operator, start, end);
  if (!matches) throw mismatch(`${path}.${operator}`, "not present", operand);
  return (at) => at !== undefined && matches(at);
}

/** `start` to `end`, exclusive, is what the condition names. */
function comparison(operator: string, start: number, end: number): ((at: number) => boolean) | undefined {
  switch (operator) {
    case "equals":
      return (at) => at >= start && at < end;
    case "before":
      return (at) => at < start;
    case "after":
      return (at) => at >= end;
    case "on_or_before":
      return (at) => at < end;
    case "on_or_after":
      return (at) => at >= start;
    default:
      return undefined;
  }
}
