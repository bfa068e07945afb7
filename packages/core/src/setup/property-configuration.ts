import type { Json } from "../json.js";
import { SyncError } from "../sync-error.js";
import type { PlannedProperty } from "./setup-plan.js";

/** Notion's property configuration. A relation needs the data source of the contacts. */
export function propertyConfiguration(
  { type, options, mirror, name }: PlannedProperty,
  canvasDataSourceId: string | undefined,
): Json {
  switch (type) {
    case "number":
      return { number: { format: "number" } };
    case "select":
    case "multi_select":
      return { [type]: { options: (options ?? []).map((option) => ({ name: option })) } };
    case "relation":
      if (canvasDataSourceId === undefined) throw withoutContacts(name);
      return {
        relation: {
          data_source_id: canvasDataSourceId,
          ...(mirror === undefined
            ? { single_property: {} }
            : { dual_property: { synced_property_name: mirror } }),
        },
      };
    default:
      return { [type]: {} };
  }
}

export const configurations = (
  properties: readonly PlannedProperty[],
  canvasDataSourceId: string | undefined,
): Record<string, Json> =>
  Object.fromEntries(
    properties.map((property) => [property.name, propertyConfiguration(property, canvasDataSourceId)]),
  );

const withoutContacts = (name: string): SyncError =>
  new SyncError("invalid_configuration", `The relation "${name}" has no contact database to point to.`, {
    retry: "never",
  });
