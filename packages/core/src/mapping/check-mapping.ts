import type { Schema, SchemaProperty } from "../notion/schema.js";
import { acceptedTypes } from "./encode-property.js";
import { placeColumns } from "./place-columns.js";
import type { PropertyMapping } from "./property.js";

/** How a mapping fits a database. Rows do not show what is missing or incompatible. */
export interface MappingCheck {
  /** Columns that the database does not have: they are skipped. */
  missing: string[];
  /** Columns that are written to what they were before somebody renamed it, although another property has their name now. */
  passedOver: string[];
  /** Live properties whose type cannot hold what the mapping puts there. */
  incompatible: { property: string; found: string; accepted: readonly string[] }[];
  /** Where the business id is written; absent when there is no place for it, and then nothing may be synced. */
  idProperty?: SchemaProperty;
}

/** Holds a mapping against a live schema, before the first write. */
export function checkMapping(mapping: PropertyMapping<never>, schema: Schema): MappingCheck {
  const { placed, missing, passedOver } = placeColumns(mapping, schema);
  const check: MappingCheck = {
    missing: missing.map(({ column }) => column),
    passedOver,
    incompatible: [],
  };
  for (const { property, live } of placed) {
    const accepted = acceptedTypes(property.meaning);
    if (!accepted.includes(live.type)) {
      check.incompatible.push({ property: live.name, found: live.type, accepted });
    } else if (property.meaning === "id") {
      check.idProperty = live;
    }
  }
  return check;
}
