import { arrayAt, type JsonObject, objectOf, oneOf, stringAt } from "./body-checks.js";
import { checkedOf, momentOf, numberOf, optionNamesOf, type Row, textOf, timestampOf } from "./row.js";
import { type DataSource, type Property, propertyToQuery } from "./schema.js";

type SortKey = string | number | undefined;

interface Order {
  readonly key: (row: Row) => SortKey;
  readonly sign: 1 | -1;
}

/** The order of a query's `sorts`; without any, rows stay as they are. */
export function readSorts(dataSource: DataSource, sorts: unknown): (rows: readonly Row[]) => Row[] {
  const orders =
    sorts === undefined
      ? []
      : arrayAt(sorts, "body.sorts").map((sort, index) => readSort(dataSource, sort, `body.sorts[${index}]`));
  return (rows) => {
    if (orders.length === 0) return [...rows];
    // A table of thousands of rows is sorted for every page of it: each key is worked out once.
    const columns = orders.map(({ key, sign }) => ({ keys: rows.map(key), sign }));
    const indexes = rows.map((_, index) => index);
    indexes.sort((a, b) => {
      for (const { keys, sign } of columns) {
        const result = compareKeys(keys[a], keys[b], sign);
        if (result !== 0) return result;
      }
      return 0;
    });
    return indexes.map((index) => rows[index]!);
  };
}

function readSort(dataSource: DataSource, value: unknown, path: string): Order {
  const sort = objectOf(value, path, ["property", "timestamp", "direction"]);
  const direction = oneOf(sort.direction, `${path}.direction`, ["ascending", "descending"]);
  return { key: readSortKey(dataSource, sort, path), sign: direction === "ascending" ? 1 : -1 };
}

function readSortKey(dataSource: DataSource, sort: JsonObject, path: string): (row: Row) => SortKey {
  if (sort.timestamp !== undefined) {
    const timestamp = oneOf(sort.timestamp, `${path}.timestamp`, ["created_time", "last_edited_time"]);
    return (row) => timestampOf(row, timestamp);
  }
  const property = propertyToQuery(dataSource, stringAt(sort.property, `${path}.property`));
  return (row) => sortKey(row, property);
}

function sortKey(row: Row, property: Property): SortKey {
  switch (property.type) {
    case "number":
    case "unique_id":
      return numberOf(row, property);
    case "checkbox":
      return checkedOf(row, property) ? 1 : 0;
    case "date":
    case "created_time":
    case "last_edited_time": {
      const moment = momentOf(row, property);
      return moment === undefined ? undefined : Date.parse(moment);
    }
    case "select":
    case "status":
    case "multi_select": {
      const [first] = optionNamesOf(row, property);
      return first === undefined ? undefined : property.options.findIndex((option) => option.name === first);
    }
    default:
      return textOf(row, property).toLowerCase() || undefined;
  }
}

/** Empty values come last in either direction. */
function compareKeys(a: SortKey, b: SortKey, sign: 1 | -1): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -sign : sign;
}
