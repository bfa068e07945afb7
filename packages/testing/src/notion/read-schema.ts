import { notModelled, validationError } from "./api-error.js";
import {
  arrayAt,
  idAt,
  isObject,
  type JsonObject,
  mismatch,
  objectAt,
  objectOf,
  stringAt,
} from "./body-checks.js";
import { makeDual } from "./dual-relation.js";
import { isPropertyType, type PropertyType } from "./property-types.js";
import { type DataSource, newProperty, type Property, type Relation } from "./schema.js";
import { findDataSource, type Workspace } from "./workspace.js";

const OPTION_TYPES: readonly PropertyType[] = ["select", "multi_select", "status"];

/** Properties of a request that have proved valid, before they belong to a data source. */
export interface NewProperties {
  readonly properties: Property[];
  assertOneTitle(): void;
  /** Adds the mirrors of dual relations, once the properties are in `owner`. */
  tieRelations(owner: DataSource): void;
}

/** Checks property configurations by name, as they are written when a schema grows. */
export function readNewProperties(workspace: Workspace, value: unknown, path: string): NewProperties {
  const mirrors = new Map<Property, string | undefined>();
  const properties = Object.entries(objectAt(value, path)).map(([name, config]) => {
    const type = configuredType(config, `${path}.${name}`);
    const settings = objectAt((config as JsonObject)[type], `${path}.${name}.${type}`);
    const property = newProperty(workspace, {
      name,
      type,
      options: readOptionNames(settings, type, `${path}.${name}.${type}`),
      ...(type === "relation" && { relation: readRelation(workspace, settings, `${path}.${name}.relation`) }),
    });
    if (isObject(settings.dual_property)) {
      const { synced_property_name: mirror } = settings.dual_property;
      mirrors.set(property, typeof mirror === "string" ? mirror : undefined);
    }
    return property;
  });
  return {
    properties,
    assertOneTitle() {
      const titles = properties.filter((property) => property.type === "title").length;
      if (titles !== 1)
        throw validationError(`A data source needs one title property, this one has ${titles}.`);
    },
    tieRelations(owner) {
      for (const [property, mirror] of mirrors) {
        makeDual(workspace, owner, property, mirror ?? `Related to ${owner.name} (${property.name})`);
      }
    },
  };
}

/** The type of a configuration: `type`, or the one member that is a property type. */
export function configuredType(value: unknown, path: string): PropertyType {
  const config = objectAt(value, path);
  const keys = Object.keys(config).filter((key) => !["type", "name", "description"].includes(key));
  const [type = "type"] = config.type === undefined ? keys : [stringAt(config.type, `${path}.type`)];
  if (config[type] === undefined) throw mismatch(`${path}.${type}`, "defined", undefined);
  if (!isPropertyType(type)) throw notModelled(`properties of the type "${type}"`);
  objectOf(config, path, ["type", "name", "description", type]);
  return type;
}

/** The option names of a select, multi-select or status configuration. */
export function readOptionNames(settings: JsonObject, type: PropertyType, path: string): string[] {
  if (!OPTION_TYPES.includes(type) || settings.options === undefined) return [];
  return arrayAt(settings.options, `${path}.options`).map((option, index) => {
    const name = stringAt(
      objectAt(option, `${path}.options[${index}]`).name,
      `${path}.options[${index}].name`,
      { min: 1, max: 100 },
    );
    if (name.includes(",")) throw validationError(`Invalid select option, commas not allowed: ${name}`);
    return name;
  });
}

function readRelation(workspace: Workspace, settings: JsonObject, path: string): Relation {
  objectOf(settings, path, ["type", "data_source_id", "single_property", "dual_property"]);
  if (settings.single_property === undefined && settings.dual_property === undefined) {
    throw mismatch(`${path}.single_property`, "defined", undefined);
  }
  return {
    dataSourceId: findDataSource(workspace, idAt(settings.data_source_id, `${path}.data_source_id`)).id,
  };
}
