import { validationError } from "./api-error.js";
import { newId, newPropertyId, samePropertyId } from "./identifiers.js";
import type { PropertyType } from "./property-types.js";
import type { Workspace } from "./workspace.js";

export interface Option {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

export interface Relation {
  /** The data source whose pages may be linked. */
  readonly dataSourceId: string;
  /** The property over there that mirrors this one. */
  dualPropertyId?: string;
}

export interface Property {
  /** Percent-encoded, as answered; `title` for the title. Survives renames. */
  readonly id: string;
  name: string;
  readonly type: PropertyType;
  /** Of `select`, `multi_select` and `status`; empty for the others. */
  options: Option[];
  readonly relation?: Relation;
}

export interface DataSource {
  readonly id: string;
  readonly databaseId: string;
  name: string;
  readonly createdAt: number;
  readonly createdBy: string;
  editedAt: number;
  properties: Property[];
  /** In order of creation. */
  readonly pageIds: string[];
  /** The last number given to a `unique_id` property. */
  lastUniqueId: number;
}

export function newProperty(
  workspace: Workspace,
  spec: { name: string; type: PropertyType; options?: readonly string[]; relation?: Relation },
): Property {
  return {
    id: spec.type === "title" ? "title" : uniquePropertyId(workspace),
    name: spec.name,
    type: spec.type,
    options: (spec.options ?? []).map((name) => newOption(workspace, name)),
    ...(spec.relation && { relation: spec.relation }),
  };
}

function uniquePropertyId({ random, propertyIds }: Workspace): string {
  const id = newPropertyId(random, propertyIds);
  propertyIds.add(id);
  return id;
}

export const newOption = (workspace: Workspace, name: string): Option => ({
  id: newId(workspace.random),
  name,
  color: "default",
});

/** The property with this name or this id, as every request may give either. */
export const findProperty = (dataSource: DataSource, nameOrId: string): Property | undefined =>
  dataSource.properties.find((property) => property.name === nameOrId) ??
  dataSource.properties.find((property) => samePropertyId(property.id, nameOrId));

/** For filters and sorts, which have their own wording. */
export function propertyToQuery(dataSource: DataSource, nameOrId: string): Property {
  const property = findProperty(dataSource, nameOrId);
  if (!property) throw validationError(`Could not find property with name or id: ${nameOrId}`);
  return property;
}

/** For writes. */
export function propertyToWrite(dataSource: DataSource, nameOrId: string): Property {
  const property = findProperty(dataSource, nameOrId);
  if (!property) throw validationError(`${nameOrId} is not a property that exists.`);
  return property;
}

export const optionById = (property: Property, id: string): Option | undefined =>
  property.options.find((option) => option.id === id);

/** The title column, which every data source has. */
export const titleProperty = (dataSource: DataSource): Property =>
  dataSource.properties.find((property) => property.type === "title")!;
