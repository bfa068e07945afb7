import { SyncError } from "../sync-error.js";
import type { PropertyMapping } from "./property.js";

/** Throws `invalid_configuration` unless exactly one column has the meaning. `owner` is said in the message. */
export function requireOne(
  mapping: PropertyMapping<never>,
  meaning: "id" | "title",
  owner = "a kind of activity",
): void {
  const names = Object.keys(mapping);
  const columns = names.filter((column) => mapping[column]?.meaning === meaning);
  if (columns.length === 1) return;
  throw new SyncError(
    "invalid_configuration",
    `The mapping of ${owner} needs exactly one ${meaning} column; found ${listOf(columns)} among ${listOf(names)}.`,
    { retry: "never" },
  );
}

const listOf = (columns: readonly string[]): string =>
  columns.length === 0 ? "none" : columns.map((column) => `"${column}"`).join(", ");
