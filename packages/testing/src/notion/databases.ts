import { assertBlocksLeft } from "./block-limit.js";
import { idAt, mismatch, objectOf } from "./body-checks.js";
import { createDatabase, createDataSource } from "./create-database.js";
import type { Answer, Exchange } from "./exchange.js";
import { readNewProperties } from "./read-schema.js";
import { renderDatabase, renderDataSource } from "./render-schema.js";
import { plainText, readRichText } from "./rich-text.js";
import { findDatabase, findDataSource, findPage } from "./workspace.js";

/** GET /v1/databases/:database_id: names the data sources, carries no schema. */
export const getDatabase = ({ workspace, params }: Exchange): Answer => ({
  body: renderDatabase(workspace, findDatabase(workspace, params.database_id!)),
});

/** POST /v1/databases: a database with its first data source. */
export function postDatabase({ workspace, body }: Exchange): Answer {
  objectOf(body, "body", [
    "parent",
    "title",
    "description",
    "is_inline",
    "icon",
    "cover",
    "initial_data_source",
  ]);
  const parent = objectOf(body.parent, "body.parent", ["type", "page_id", "workspace"]);
  if (parent.page_id === undefined && parent.workspace !== true)
    throw mismatch("body.parent.page_id", "defined", undefined);
  const place =
    parent.page_id === undefined
      ? parent
      : { type: "page_id", page_id: findPage(workspace, idAt(parent.page_id, "body.parent.page_id")).id };
  const title = plainText(body.title === undefined ? [] : readRichText(body.title, "body.title"));
  const initial = objectOf(body.initial_data_source ?? {}, "body.initial_data_source", ["properties"]);
  const schema = readNewProperties(
    workspace,
    initial.properties ?? { Name: { title: {} } },
    "body.initial_data_source.properties",
  );
  schema.assertOneTitle();
  assertBlocksLeft(workspace);

  const database = createDatabase(workspace, title, place, workspace.botId);
  const dataSource = createDataSource(workspace, database, title, schema.properties, workspace.botId);
  schema.tieRelations(dataSource);
  workspace.blocksCreated += 1;
  return { body: renderDatabase(workspace, database), committed: { resourceId: database.id } };
}

/** POST /v1/data_sources: a further data source in a database. */
export function postDataSource({ workspace, body }: Exchange): Answer {
  objectOf(body, "body", ["parent", "properties", "title", "icon"]);
  const parent = objectOf(body.parent, "body.parent", ["type", "database_id"]);
  const database = findDatabase(workspace, idAt(parent.database_id, "body.parent.database_id"));
  const title = plainText(body.title === undefined ? [] : readRichText(body.title, "body.title"));
  const schema = readNewProperties(workspace, body.properties, "body.properties");
  schema.assertOneTitle();

  const dataSource = createDataSource(workspace, database, title, schema.properties, workspace.botId);
  schema.tieRelations(dataSource);
  return { body: renderDataSource(workspace, dataSource), committed: { resourceId: dataSource.id } };
}

/** GET /v1/data_sources/:data_source_id: the schema. */
export const getDataSource = ({ workspace, params }: Exchange): Answer => ({
  body: renderDataSource(workspace, findDataSource(workspace, params.data_source_id!)),
});
