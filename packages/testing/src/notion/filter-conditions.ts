import { notModelled, validationError } from "./api-error.js";
import { arrayAt, booleanAt, idAt, type JsonObject, mismatch, numberAt, stringAt } from "./body-checks.js";
import { readMomentCondition } from "./moment-condition.js";
import {
  checkedOf,
  hasFiles,
  momentOf,
  numberOf,
  optionNamesOf,
  type Row,
  type RowPredicate,
  referencesOf,
  textOf,
} from "./row.js";
import type { Property } from "./schema.js";

/** The predicate of one condition on one property, such as `{ equals: "AC1" }`. */
export function readCondition(property: Property, condition: JsonObject, path: string): RowPredicate {
  switch (property.type) {
    case "title":
    case "rich_text":
    case "url":
    case "email":
    case "phone_number":
      return on((row) => textOf(row, property), readTextCondition(condition, path));
    case "number":
    case "unique_id":
      return on((row) => numberOf(row, property), readNumberCondition(condition, path));
    case "checkbox":
      return on((row) => checkedOf(row, property), readCheckboxCondition(condition, path));
    case "select":
    case "status":
    case "multi_select":
      return on((row) => optionNamesOf(row, property), readOptionCondition(property, condition, path));
    case "date":
    case "created_time":
    case "last_edited_time":
      return on((row) => momentOf(row, property), readMomentCondition(condition, path));
    case "relation":
    case "people":
    case "created_by":
    case "last_edited_by":
      return on((row) => referencesOf(row, property), readReferenceCondition(condition, path));
    case "files":
      return on((row) => hasFiles(row, property), readFilesCondition(condition, path));
    default:
      throw notModelled(`filters on ${property.type} properties`);
  }
}

const on =
  <T>(read: (row: Row) => T, matches: (value: T) => boolean): RowPredicate =>
  (row) =>
    matches(read(row));

/** The one operator of a condition and what it is given. */
function operatorOf(condition: JsonObject, path: string): [operator: string, operand: unknown] {
  const [entry, ...others] = Object.entries(condition);
  if (!entry || others.length > 0) throw mismatch(path, "one filter condition", condition);
  return entry;
}

const unknownOperator = (path: string, operator: string, operand: unknown): Error =>
  mismatch(`${path}.${operator}`, "not present", operand);

function isTrue(operand: unknown, path: string): void {
  if (operand !== true) throw mismatch(path, "`true`", operand);
}

/** `equals` is exact, the partial operators ignore case; Notion documents neither. */
function readTextCondition(condition: JsonObject, path: string): (text: string) => boolean {
  const [operator, operand] = operatorOf(condition, path);
  const at = `${path}.${operator}`;
  if (operator === "is_empty" || operator === "is_not_empty") {
    isTrue(operand, at);
    return operator === "is_empty" ? (text) => text === "" : (text) => text !== "";
  }
  const wanted = stringAt(operand, at);
  const folded = wanted.toLowerCase();
  switch (operator) {
    case "equals":
      return (text) => text === wanted;
    case "does_not_equal":
      return (text) => text !== wanted;
    case "contains":
      return (text) => text.toLowerCase().includes(folded);
    case "does_not_contain":
      return (text) => !text.toLowerCase().includes(folded);
    case "starts_with":
      return (text) => text.toLowerCase().startsWith(folded);
    case "ends_with":
      return (text) => text.toLowerCase().endsWith(folded);
    default:
      throw unknownOperator(path, operator, operand);
  }
}

function readNumberCondition(condition: JsonObject, path: string): (value: number | undefined) => boolean {
  const [operator, operand] = operatorOf(condition, path);
  const at = `${path}.${operator}`;
  if (operator === "is_empty" || operator === "is_not_empty") {
    isTrue(operand, at);
    return operator === "is_empty" ? (value) => value === undefined : (value) => value !== undefined;
  }
  const wanted = numberAt(operand, at);
  switch (operator) {
    case "equals":
      return (value) => value === wanted;
    case "does_not_equal":
      return (value) => value !== wanted;
    case "greater_than":
      return (value) => value !== undefined && value > wanted;
    case "less_than":
      return (value) => value !== undefined && value < wanted;
    case "greater_than_or_equal_to":
      return (value) => value !== undefined && value >= wanted;
    case "less_than_or_equal_to":
      return (value) => value !== undefined && value <= wanted;
    default:
      throw unknownOperator(path, operator, operand);
  }
}

function readCheckboxCondition(condition: JsonObject, path: string): (checked: boolean) => boolean {
  const [operator, operand] = operatorOf(condition, path);
  const wanted = booleanAt(operand, `${path}.${operator}`);
  if (operator === "equals") return (checked) => checked === wanted;
  if (operator === "does_not_equal") return (checked) => checked !== wanted;
  throw unknownOperator(path, operator, operand);
}

function readOptionCondition(
  property: Property,
  condition: JsonObject,
  path: string,
): (names: string[]) => boolean {
  const [operator, operand] = operatorOf(condition, path);
  const at = `${path}.${operator}`;
  const [includes, excludes] =
    property.type === "multi_select" ? ["contains", "does_not_contain"] : ["equals", "does_not_equal"];
  if (operator === "is_empty" || operator === "is_not_empty") {
    isTrue(operand, at);
    return operator === "is_empty" ? (names) => names.length === 0 : (names) => names.length > 0;
  }
  if (operator !== includes && operator !== excludes) throw unknownOperator(path, operator, operand);
  const wanted = readOptionNames(property, operand, at);
  return operator === includes
    ? (names) => names.some((name) => wanted.includes(name))
    : (names) => !names.some((name) => wanted.includes(name));
}

/** One name or several. Asking for an option that does not exist is an error, not an empty answer. */
function readOptionNames(property: Property, operand: unknown, path: string): string[] {
  const names = Array.isArray(operand)
    ? arrayAt(operand, path).map((name, index) => stringAt(name, `${path}[${index}]`))
    : [stringAt(operand, path)];
  for (const name of names) {
    if (property.options.some((option) => option.name === name)) continue;
    const available = property.options.map((option) => `"${option.name}"`).join(", ");
    throw validationError(
      `${property.type} option "${name}" not found for property "${property.name}". Available options: ${available}`,
    );
  }
  return names;
}

function readReferenceCondition(condition: JsonObject, path: string): (ids: readonly string[]) => boolean {
  const [operator, operand] = operatorOf(condition, path);
  const at = `${path}.${operator}`;
  switch (operator) {
    case "is_empty":
      isTrue(operand, at);
      return (ids) => ids.length === 0;
    case "is_not_empty":
      isTrue(operand, at);
      return (ids) => ids.length > 0;
    case "contains": {
      const wanted = idAt(operand, at);
      return (ids) => ids.includes(wanted);
    }
    case "does_not_contain": {
      const unwanted = idAt(operand, at);
      return (ids) => !ids.includes(unwanted);
    }
    default:
      throw unknownOperator(path, operator, operand);
  }
}

function readFilesCondition(condition: JsonObject, path: string): (filled: boolean) => boolean {
  const [operator, operand] = operatorOf(condition, path);
  if (operator !== "is_empty" && operator !== "is_not_empty") throw unknownOperator(path, operator, operand);
  isTrue(operand, `${path}.${operator}`);
  return operator === "is_empty" ? (filled) => !filled : (filled) => filled;
}
