import { validationError } from "./api-error.js";
import {
  arrayAt,
  isObject,
  type JsonObject,
  mismatch,
  objectAt,
  objectOf,
  oneOf,
  stringAt,
} from "./body-checks.js";
import { readCondition } from "./filter-conditions.js";
import { readInstantCondition } from "./moment-condition.js";
import { type RowPredicate, timestampOf } from "./row.js";
import { type DataSource, propertyToQuery } from "./schema.js";

/** `and`/`or` may hold `and`/`or`, but no deeper. */
const MAX_COMPOUND_NESTING = 2;

/** The predicate of a query's `filter`. */
export const readFilter = (dataSource: DataSource, filter: unknown): RowPredicate =>
  filter === undefined ? () => true : readNode(dataSource, filter, "body.filter", 0);

function readNode(dataSource: DataSource, value: unknown, path: string, nesting: number): RowPredicate {
  const filter = objectAt(value, path);
  const operator = filter.and !== undefined ? "and" : filter.or !== undefined ? "or" : undefined;
  if (operator) return readCompound(dataSource, filter, operator, path, nesting);
  if (filter.timestamp !== undefined) return readTimestampFilter(filter, path);
  return readPropertyFilter(dataSource, filter, path);
}

function readCompound(
  dataSource: DataSource,
  filter: JsonObject,
  operator: "and" | "or",
  path: string,
  nesting: number,
): RowPredicate {
  if (nesting >= MAX_COMPOUND_NESTING) throw mismatch(`${path}.${operator}`, "not present", filter[operator]);
  objectOf(filter, path, [operator]);
  const parts = arrayAt(filter[operator], `${path}.${operator}`).map((part, index) =>
    readNode(dataSource, part, `${path}.${operator}[${index}]`, nesting + 1),
  );
  return operator === "and"
    ? (row) => parts.every((part) => part(row))
    : (row) => parts.some((part) => part(row));
}

function readTimestampFilter(filter: JsonObject, path: string): RowPredicate {
  const timestamp = oneOf(filter.timestamp, `${path}.timestamp`, ["created_time", "last_edited_time"]);
  objectOf(filter, path, ["timestamp", "type", timestamp]);
  const matches = readInstantCondition(filter[timestamp], `${path}.${timestamp}`);
  return (row) => matches(timestampOf(row, timestamp));
}

function readPropertyFilter(dataSource: DataSource, filter: JsonObject, path: string): RowPredicate {
  if (filter.property === undefined) throw mismatch(`${path}.property`, "defined", undefined);
  const property = propertyToQuery(dataSource, stringAt(filter.property, `${path}.property`));
  const [key, ...others] = Object.keys(filter).filter((name) => name !== "property" && name !== "type");
  if (key === undefined || others.length > 0 || !isObject(filter[key])) {
    throw mismatch(`${path}.${key ?? property.type}`, "an object", key && filter[key]);
  }
  if (key !== property.type)
    throw validationError(`database property ${property.type} does not match filter ${key}`);
  return readCondition(property, filter[key], `${path}.${key}`);
}
