import { inTrashError, notModelled, validationError } from "./api-error.js";
import { appendBlocks, countBlocks, readBlocks } from "./append-blocks.js";
import { assertBlocksLeft } from "./block-limit.js";
import { booleanAt, idAt, type JsonObject, mismatch, objectOf } from "./body-checks.js";
import { commitDraft, startDraft } from "./draft.js";
import { createPage, editPage } from "./edit-page.js";
import { type Answer, type Exchange, filterProperties } from "./exchange.js";
import { currentVersion, dataSourceIdOf, type Page } from "./page.js";
import { readIcon } from "./read-icon.js";
import { readValues } from "./read-value.js";
import { chosenProperties, renderPage } from "./render-page.js";
import type { DataSource } from "./schema.js";
import type { Value } from "./value.js";
import { findDatabase, findDataSource, findPage, type Workspace } from "./workspace.js";

const CREATE_NOT_MODELLED = ["content", "markdown", "allow_async", "template", "position"];
const UPDATE_NOT_MODELLED = ["is_locked", "is_archived", "template", "erase_content"];

/** POST /v1/pages: a row of a data source. There is no idempotency key, so the same request twice makes two. */
export function postPage(exchange: Exchange): Answer {
  const { workspace, body } = exchange;
  objectOf(body, "body", ["parent", "properties", "children", "icon", "cover", ...CREATE_NOT_MODELLED]);
  refuseNotModelled(body, CREATE_NOT_MODELLED);
  const draft = startDraft(workspace);
  const dataSource = readParent(workspace, body.parent);
  const values =
    body.properties === undefined ? new Map<string, Value>() : readValues(draft, dataSource, body.properties);
  const blocks = body.children === undefined ? [] : readBlocks(draft, body.children, "body.children");
  const icon = readIcon(draft, body.icon, "body.icon");
  const cover = readIcon(draft, body.cover, "body.cover");
  chosenProperties(dataSource, filterProperties(exchange));
  assertBlocksLeft(workspace);

  commitDraft(draft);
  const parent = {
    type: "data_source_id",
    data_source_id: dataSource.id,
    database_id: dataSource.databaseId,
  };
  const page = createPage(workspace, parent, values, workspace.botId);
  page.icon = icon ?? null;
  page.cover = cover ?? null;
  appendBlocks(workspace, { type: "page_id", page_id: page.id }, page.children, blocks, page.children.length);
  workspace.blocksCreated += countBlocks(blocks);
  return {
    body: renderPage(workspace, page, filterProperties(exchange)),
    committed: { resourceId: page.id },
  };
}

/** GET /v1/pages/:page_id. Always the truth: only queries lag. */
export const getPage = (exchange: Exchange): Answer => ({
  body: renderPage(
    exchange.workspace,
    findPage(exchange.workspace, exchange.params.page_id!),
    filterProperties(exchange),
  ),
});

/** PATCH /v1/pages/:page_id: properties, trash and restore. */
export function patchPage(exchange: Exchange): Answer {
  const { workspace, body } = exchange;
  const archived = exchange.version === "2025-09-03" ? ["archived"] : [];
  objectOf(body, "body", ["properties", "in_trash", "icon", "cover", ...archived, ...UPDATE_NOT_MODELLED]);
  refuseNotModelled(body, UPDATE_NOT_MODELLED);
  const page = findPage(workspace, exchange.params.page_id!);
  const dataSource = dataSourceOf(workspace, page);
  const inTrash = readInTrash(body);
  if (currentVersion(page).inTrash && inTrash !== false) throw inTrashError();
  const draft = startDraft(workspace);
  const values = body.properties === undefined ? undefined : readValues(draft, dataSource, body.properties);
  const icon = readIcon(draft, body.icon, "body.icon");
  const cover = readIcon(draft, body.cover, "body.cover");
  chosenProperties(dataSource, filterProperties(exchange));

  commitDraft(draft);
  editPage(
    workspace,
    page,
    { ...(values && { values }), ...(inTrash !== undefined && { inTrash }) },
    workspace.botId,
  );
  if (icon !== undefined) page.icon = icon;
  if (cover !== undefined) page.cover = cover;
  return { body: renderPage(workspace, page, filterProperties(exchange)), committed: {} };
}

function refuseNotModelled(body: JsonObject, keys: readonly string[]): void {
  for (const key of keys) if (body[key] !== undefined) throw notModelled(`"${key}" of pages`);
}

/** `in_trash`, or its older name `archived` where the version still takes it. */
export function readInTrash(body: JsonObject): boolean | undefined {
  const key = body.in_trash === undefined ? "archived" : "in_trash";
  return body[key] === undefined ? undefined : booleanAt(body[key], `body.${key}`);
}

function readParent(workspace: Workspace, value: unknown): DataSource {
  const parent = objectOf(value, "body.parent", [
    "type",
    "data_source_id",
    "database_id",
    "page_id",
    "workspace",
  ]);
  if (parent.data_source_id !== undefined) {
    return findDataSource(workspace, idAt(parent.data_source_id, "body.parent.data_source_id"));
  }
  if (parent.database_id !== undefined) {
    return onlyDataSource(workspace, idAt(parent.database_id, "body.parent.database_id"));
  }
  if (parent.page_id !== undefined || parent.workspace !== undefined)
    throw notModelled("pages outside a data source");
  throw mismatch("body.parent.data_source_id", "defined", undefined);
}

/** A database id stands for its data source as long as there is just one. */
function onlyDataSource(workspace: Workspace, databaseId: string): DataSource {
  const [id, ...others] = findDatabase(workspace, databaseId).dataSourceIds;
  if (id === undefined) throw validationError("This database has no data source.");
  if (others.length === 0) return findDataSource(workspace, id);
  throw validationError("Databases with multiple data sources are not supported in this API version.", {
    additionalData: {
      error_type: "multiple_data_sources_for_database",
      database_id: databaseId,
      child_data_source_ids: [id, ...others],
    },
  });
}

function dataSourceOf(workspace: Workspace, page: Page): DataSource {
  const id = dataSourceIdOf(page);
  if (id === undefined) throw notModelled("edits of pages outside a data source");
  return findDataSource(workspace, id);
}
