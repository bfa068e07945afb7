import type { JsonObject } from "./body-checks.js";
import { newId } from "./identifiers.js";
import type { DataSource, Property } from "./schema.js";
import type { Database, Workspace } from "./workspace.js";

/** Adds an empty database; it has no data source yet. */
export function createDatabase(workspace: Workspace, title: string, parent: JsonObject): Database {
  const database: Database = {
    id: newId(workspace.random),
    title,
    parent,
    createdAt: workspace.clock.now(),
    dataSourceIds: [],
  };
  workspace.databases.set(database.id, database);
  return database;
}

/** Adds a data source to a database. Most databases have exactly one. */
export function createDataSource(
  workspace: Workspace,
  database: Database,
  name: string,
  properties: Property[],
): DataSource {
  const now = workspace.clock.now();
  const dataSource: DataSource = {
    id: newId(workspace.random),
    databaseId: database.id,
    name,
    createdAt: now,
    editedAt: now,
    properties,
    pageIds: [],
    lastUniqueId: 0,
  };
  workspace.dataSources.set(dataSource.id, dataSource);
  database.dataSourceIds.push(dataSource.id);
  return dataSource;
}
