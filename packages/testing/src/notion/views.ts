import { notModelled } from "./api-error.js";
import { idAt, mismatch, objectAt, objectOf, oneOf, stringAt } from "./body-checks.js";
import type { Answer, Exchange } from "./exchange.js";
import { readFilter } from "./filter.js";
import { newId } from "./identifiers.js";
import { notionTime } from "./notion-time.js";
import { listPage, pageOfQuery } from "./paginate.js";
import { renderUser } from "./render-value.js";
import { type DataSource, findProperty } from "./schema.js";
import { readSorts } from "./sort.js";
import type { View } from "./view.js";
import { findDatabase, findDataSource, findView } from "./workspace.js";

// Source of the shapes: the types of the official client (5.26.0).

const VIEW_TYPES = [
  "table",
  "board",
  "list",
  "calendar",
  "timeline",
  "gallery",
  "form",
  "chart",
  "map",
  "dashboard",
] as const;

/** The types whose configuration the fake checks. */
const MODELLED = ["table", "calendar"] as const;

/** POST /v1/views: a tab of a database. Not idempotent: names need not be unique. */
export function postView({ workspace, body }: Exchange): Answer {
  objectOf(body, "body", [
    "data_source_id",
    "database_id",
    "name",
    "type",
    "filter",
    "sorts",
    "configuration",
    "position",
  ]);
  const dataSource = findDataSource(workspace, idAt(body.data_source_id, "body.data_source_id"));
  const database = findDatabase(workspace, idAt(body.database_id, "body.database_id"));
  if (!database.dataSourceIds.includes(dataSource.id)) throw notModelled("linked views");
  const name = stringAt(body.name, "body.name");
  const type = oneOf(body.type, "body.type", VIEW_TYPES);
  if (!(MODELLED as readonly string[]).includes(type)) throw notModelled(`${type} views`);
  readFilter(dataSource, body.filter);
  readSorts(dataSource, body.sorts);
  checkConfiguration(dataSource, type, body.configuration);
  if (body.position !== undefined)
    oneOf(objectOf(body.position, "body.position", ["type"]).type, "body.position.type", ["start", "end"]);

  const { filter = null, sorts = null, configuration = null } = body;
  const view: View = {
    id: newId(workspace.random),
    databaseId: database.id,
    dataSourceId: dataSource.id,
    name,
    type,
    createdAt: workspace.clock.now(),
    createdBy: workspace.botId,
    settings: { filter, sorts, configuration },
  };
  workspace.views.set(view.id, view);
  return { body: renderView(view), committed: { resourceId: view.id } };
}

/** A calendar needs the date it is laid out by; properties are named by id here, never by name. */
function checkConfiguration(dataSource: DataSource, type: string, value: unknown): void {
  if (value === undefined) {
    if (type === "calendar") throw mismatch("body.configuration", "defined", value);
    return;
  }
  const configuration = objectAt(value, "body.configuration");
  oneOf(configuration.type, "body.configuration.type", [type]);
  if (type !== "calendar") return;
  objectOf(configuration, "body.configuration", [
    "type",
    "date_property_id",
    "view_range",
    "show_weekends",
    "properties",
  ]);
  const id = stringAt(configuration.date_property_id, "body.configuration.date_property_id");
  const property = findProperty(dataSource, id);
  if (property?.type !== "date" || property.name === id)
    throw mismatch("body.configuration.date_property_id", "the id of a date property", id);
}

/** GET /v1/views: references only; each view is then read by its id. */
export function listViews({ workspace, query }: Exchange): Answer {
  const databaseId = query.get("database_id");
  const dataSourceId = query.get("data_source_id");
  if (databaseId === null && dataSourceId === null) throw mismatch("query.database_id", "defined", undefined);
  const views = [...workspace.views.values()].filter(
    (view) =>
      (databaseId === null || view.databaseId === idAt(databaseId, "query.database_id")) &&
      (dataSourceId === null || view.dataSourceId === idAt(dataSourceId, "query.data_source_id")),
  );
  return { body: listPage(views, pageOfQuery(query), "view", ({ id }) => ({ object: "view", id })) };
}

/** GET /v1/views/:view_id. */
export const getView = ({ workspace, params }: Exchange): Answer => ({
  body: renderView(findView(workspace, params.view_id!)),
});

const renderView = (view: View) => ({
  object: "view",
  id: view.id,
  parent: { type: "database_id", database_id: view.databaseId },
  name: view.name,
  type: view.type,
  created_time: notionTime(view.createdAt),
  last_edited_time: notionTime(view.createdAt),
  url: `https://app.notion.com/p/${view.databaseId.replaceAll("-", "")}?v=${view.id.replaceAll("-", "")}`,
  data_source_id: view.dataSourceId,
  created_by: renderUser(view.createdBy),
  last_edited_by: renderUser(view.createdBy),
  ...view.settings,
});
