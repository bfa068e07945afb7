import { SyncError } from "../sync-error.js";
import type { PropertyMapping } from "./property.js";

/** Throws `invalid_configuration` unless exactly one column has the meaning. */
export function requireOne(mapping: PropertyMapping<never>, meaning: "id" | "title"): void {
  const columns = Object.keys(mapping).filter((column) => mapping[column]?.meaning === meaning);
  if (columns.length === 1) return;
  const found = columns.length === 0 ? "none" : columns.map((column) => `"${column}"`).join(", ");
  throw new SyncError(
    "invalid_configuration",
    `A mapping needs exactly one ${meaning} column for each kind of activity; found ${found} among ` +
      `${Object.keys(mapping)
        .map((column) => `"${column}"`)
        .join(", ")}.`,
    { retry: "never" },
  );
}
