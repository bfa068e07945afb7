import { notModelled, validationError } from "./api-error.js";
import { isObject, type JsonObject, objectAt, objectOf, stringAt } from "./body-checks.js";
import type { Answer, Exchange } from "./exchange.js";
import { configuredType, readNewProperties, readOptionNames } from "./read-schema.js";
import { renderDataSource } from "./render-schema.js";
import { plainText, readRichText } from "./rich-text.js";
import { type DataSource, findProperty, newOption, type Property } from "./schema.js";
import { findDataSource, type Workspace } from "./workspace.js";

type Change = () => void;

/**
 * PATCH /v1/data_sources/:data_source_id: the title, and properties by name or id: `null` removes one, `name`
 * renames it, a configuration adds it or replaces its options.
 */
export function patchDataSource({ workspace, params, body }: Exchange): Answer {
  objectOf(body, "body", ["title", "properties", "icon"]);
  const dataSource = findDataSource(workspace, params.data_source_id!);
  const title = body.title === undefined ? undefined : plainText(readRichText(body.title, "body.title"));
  const properties = body.properties === undefined ? {} : objectAt(body.properties, "body.properties");
  const changes = Object.entries(properties).map(([key, config]) =>
    readChange(workspace, dataSource, key, config),
  );

  for (const change of changes) change();
  if (title !== undefined) dataSource.name = title;
  dataSource.editedAt = workspace.clock.now();
  return { body: renderDataSource(workspace, dataSource), committed: {} };
}

function readChange(workspace: Workspace, dataSource: DataSource, key: string, config: unknown): Change {
  const property = findProperty(dataSource, key);
  if (config === null) return removal(dataSource, key, property);
  if (!property) return addition(workspace, dataSource, key, config);
  return alteration(workspace, dataSource, property, objectAt(config, `body.properties.${key}`));
}

function removal(dataSource: DataSource, key: string, property: Property | undefined): Change {
  if (!property) throw validationError(`${key} is not a property that exists.`);
  if (property.type === "title") throw validationError("Cannot delete title property.");
  return () => removeProperty(dataSource, property);
}

/** Takes a property out of the schema; its values are gone with it. */
export function removeProperty(dataSource: DataSource, property: Property): void {
  dataSource.properties = dataSource.properties.filter((candidate) => candidate !== property);
}

function addition(workspace: Workspace, dataSource: DataSource, key: string, config: unknown): Change {
  const added = readNewProperties(workspace, { [key]: config }, "body.properties");
  if (added.properties.some((property) => property.type === "title")) {
    throw validationError("Cannot create new title property.");
  }
  return () => {
    dataSource.properties.push(...added.properties);
    added.tieRelations(dataSource);
  };
}

function alteration(
  workspace: Workspace,
  dataSource: DataSource,
  property: Property,
  config: JsonObject,
): Change {
  const name =
    config.name === undefined ? property.name : stringAt(config.name, "body.properties.name", { min: 1 });
  const holder = dataSource.properties.find((candidate) => candidate.name === name);
  if (holder && holder !== property) throw validationError(`Cannot rename to "${name}": the name is taken.`);
  const configured = isObject(config[property.type]);
  if (!configured && Object.keys(config).some((key) => key !== "name" && key !== "description")) {
    if (configuredType(config, `body.properties.${property.name}`) !== property.type)
      throw notModelled("changing the type of a property");
  }
  const names = configured
    ? readOptionNames(config[property.type] as JsonObject, property.type, `body.properties.${property.name}`)
    : [];
  return () => {
    property.name = name;
    // The list replaces the old one; options keep their ids.
    if (names.length > 0) {
      property.options = names.map(
        (option) => property.options.find((known) => known.name === option) ?? newOption(workspace, option),
      );
    }
  };
}
