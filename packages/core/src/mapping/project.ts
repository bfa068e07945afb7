import type { Schema } from "../notion/schema.js";
import { SyncError } from "../sync-error.js";
import { type BodySection, splitParagraphs } from "./body.js";
import { encodeProperty } from "./encode-property.js";
import type { PropertyValue } from "./encoder.js";
import { type FittedProperty, fitProperties } from "./fit-properties.js";
import { isShaped, shapeOf } from "./is-shaped.js";
import { placeColumns } from "./place-columns.js";
import type { MappingContext, Meaning, MeaningValue, Property, PropertyMapping } from "./property.js";

/** What one activity looks like in Notion. */
export interface Projection {
  /** Encoded values by the name of the live property; below 300 KB as JSON. */
  properties: Record<string, PropertyValue>;
  /** The texts that the properties could not hold, one section for each such property. */
  body: BodySection[];
  /** Values that could not be written, by column; `reason` is free of personal data. */
  warnings: { property: string; reason: string }[];
}

/**
 * Applies a mapping to an activity, for a database with this schema. Pure. A mapping function that throws, or
 * answers with another type than its column's, an array's items included, is a `mapping_failed` error that names the column.
 */
export function project<A>(
  activity: A,
  mapping: PropertyMapping<A>,
  schema: Schema,
  context: MappingContext,
): Projection {
  const { placed, missing } = placeColumns(mapping, schema);
  const warnings: Projection["warnings"] = [];
  const encoded: FittedProperty[] = [];
  for (const { column, property, live } of placed) {
    const value = evaluate(column, property, activity, context);
    if (value === undefined) continue;
    const result = within(column, () => encodeProperty(property.meaning, value, live));
    if (result.ok) {
      const { id, name } = live;
      encoded.push({ id, name, value: result.value, overflow: result.overflow ?? "" });
    } else warnings.push({ property: column, reason: result.reason });
  }
  for (const { column, property } of missing) {
    if (evaluate(column, property, activity, context) === undefined) continue;
    warnings.push({
      property: column,
      reason: `The database has no property "${column}", so it is not written; create it, or take it out of the mapping.`,
    });
  }

  const fitted = fitProperties(encoded);
  return {
    properties: Object.fromEntries(fitted.map(({ name, value }) => [name, value])),
    body: fitted
      .filter(({ overflow }) => overflow !== "")
      .map(({ id, name, overflow }) => ({
        id,
        heading: `${name}, continued`,
        paragraphs: splitParagraphs(overflow),
      })),
    warnings,
  };
}

function evaluate<A>(
  column: string,
  property: Property<A>,
  activity: A,
  context: MappingContext,
): MeaningValue[Meaning] | undefined {
  const { meaning } = property;
  const value: unknown = within(column, () => property.value(activity, context));
  if (value === undefined || within(column, () => isShaped(meaning, value)))
    return value as MeaningValue[Meaning] | undefined;
  throw new SyncError(
    "mapping_failed",
    `The mapping function of column "${column}" must answer with ${shapeOf(meaning)} (${meaning}), or undefined.`,
    { retry: "never" },
  );
}

/** What a mapping gives may throw also when it is looked at. Again it would do the same. */
function within<T>(column: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new SyncError(
      "mapping_failed",
      `The mapping function of column "${column}", or what it answered with, threw; see the cause.`,
      { retry: "never", cause },
    );
  }
}
