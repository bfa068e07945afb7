import type { Block } from "./block.js";
import type { JsonObject } from "./body-checks.js";
import { newId } from "./identifiers.js";
import type { DataSource, Property } from "./schema.js";
import type { Database, Workspace } from "./workspace.js";

/** Adds an empty database; it has no data source yet. In a page it shows as a block with the database's id. */
export function createDatabase(
  workspace: Workspace,
  title: string,
  parent: JsonObject,
  createdBy: string,
): Database {
  const database: Database = {
    id: newId(workspace.random),
    title,
    parent,
    createdAt: workspace.clock.now(),
    dataSourceIds: [],
  };
  workspace.databases.set(database.id, database);
  const page = typeof parent.page_id === "string" ? workspace.pages.get(parent.page_id) : undefined;
  if (page) {
    workspace.blocks.set(database.id, childDatabase(database, createdBy));
    page.children.push(database.id);
  }
  return database;
}

const childDatabase = ({ id, title, parent, createdAt }: Database, createdBy: string): Block => ({
  id,
  type: "child_database",
  parent,
  createdAt,
  createdBy,
  editedAt: createdAt,
  content: { title },
  file: undefined,
  children: [],
  inTrash: false,
});

/** Adds a data source to a database. Most databases have exactly one. */
export function createDataSource(
  workspace: Workspace,
  database: Database,
  name: string,
  properties: Property[],
  createdBy: string,
): DataSource {
  const now = workspace.clock.now();
  const dataSource: DataSource = {
    id: newId(workspace.random),
    databaseId: database.id,
    name,
    createdAt: now,
    createdBy,
    editedAt: now,
    properties,
    pageIds: [],
    lastUniqueId: 0,
  };
  workspace.dataSources.set(dataSource.id, dataSource);
  database.dataSourceIds.push(dataSource.id);
  return dataSource;
}
