import type { JsonObject } from "./body-checks.js";
import { notionTime } from "./notion-time.js";
import { renderUser } from "./render-value.js";
import { plainItem } from "./rich-text.js";
import type { DataSource, Property } from "./schema.js";
import { type Database, findDatabase, findDataSource, type Workspace } from "./workspace.js";

/** A database object: the container, which names its data sources but carries no schema. */
export const renderDatabase = (workspace: Workspace, database: Database): JsonObject => ({
  object: "database",
  id: database.id,
  title: [plainItem(database.title)],
  description: [],
  parent: database.parent,
  is_inline: false,
  in_trash: isInTrash(workspace, database),
  archived: isInTrash(workspace, database),
  is_locked: false,
  created_time: notionTime(database.createdAt),
  last_edited_time: notionTime(database.createdAt),
  data_sources: database.dataSourceIds.map((id) => ({ id, name: findDataSource(workspace, id).name })),
  icon: null,
  cover: null,
  url: databaseUrl(database),
  public_url: null,
});

/** A database goes to the trash as the block that it is in its page. */
const isInTrash = (workspace: Workspace, { id }: Database): boolean =>
  workspace.blocks.get(id)?.inTrash ?? false;

export const databaseUrl = (database: Database): string =>
  `https://app.notion.com/p/${database.id.replaceAll("-", "")}`;

/** A data source object, with the schema by property name. */
export function renderDataSource(workspace: Workspace, dataSource: DataSource): JsonObject {
  const database = findDatabase(workspace, dataSource.databaseId);
  const properties = dataSource.properties.map((property) => [
    property.name,
    renderProperty(workspace, property),
  ]);
  return {
    object: "data_source",
    id: dataSource.id,
    title: [plainItem(dataSource.name)],
    description: [],
    parent: { type: "database_id", database_id: database.id },
    database_parent: database.parent,
    is_inline: false,
    in_trash: isInTrash(workspace, database),
    archived: isInTrash(workspace, database),
    created_time: notionTime(dataSource.createdAt),
    last_edited_time: notionTime(dataSource.editedAt),
    created_by: renderUser(dataSource.createdBy),
    last_edited_by: renderUser(workspace.personId),
    properties: Object.fromEntries(properties),
    icon: null,
    cover: null,
    url: databaseUrl(database),
    public_url: null,
  };
}

const renderProperty = (workspace: Workspace, property: Property): JsonObject => ({
  id: property.id,
  name: property.name,
  description: null,
  type: property.type,
  [property.type]: renderConfiguration(workspace, property),
});

function renderConfiguration(workspace: Workspace, property: Property): JsonObject {
  const options = property.options.map((option) => ({ ...option, description: null }));
  switch (property.type) {
    case "number":
      return { format: "number" };
    case "select":
    case "multi_select":
      return { options };
    case "status":
      return { options, groups: statusGroups(property) };
    case "relation":
      return renderRelation(workspace, property);
    case "unique_id":
      return { prefix: null };
    case "formula":
      return { expression: "" };
    default:
      return {};
  }
}

/** Options made through the API land in the first group. */
function statusGroups(property: Property): JsonObject[] {
  const ids = property.options.map((option) => option.id);
  return ["To-do", "In progress", "Complete"].map((name, index) => ({
    id: `${property.id}-${index}`,
    name,
    color: "default",
    option_ids: index === 0 ? ids : [],
  }));
}

function renderRelation(workspace: Workspace, property: Property): JsonObject {
  const { dataSourceId, dualPropertyId } = property.relation!;
  const target = findDataSource(workspace, dataSourceId);
  const mirror = target.properties.find((candidate) => candidate.id === dualPropertyId);
  return {
    database_id: target.databaseId,
    data_source_id: target.id,
    ...(mirror
      ? {
          type: "dual_property",
          dual_property: { synced_property_id: mirror.id, synced_property_name: mirror.name },
        }
      : { type: "single_property", single_property: {} }),
  };
}
