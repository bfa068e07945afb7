import { booleanAt, type JsonObject, objectOf } from "./body-checks.js";
import { type Answer, type Exchange, filterProperties } from "./exchange.js";
import { readFilter } from "./filter.js";
import { visibleVersion } from "./page.js";
import { invalidCursor, type PageRequest, pageOfBody } from "./paginate.js";
import { chosenProperties, renderPage } from "./render-page.js";
import type { Row } from "./row.js";
import type { DataSource } from "./schema.js";
import { readSorts } from "./sort.js";
import { findDataSource, type Workspace } from "./workspace.js";

/** Every query stops here, whatever its cursor. Source: developers.notion.com/guides/data-apis/query-large-data-sources. */
const MAX_RESULTS = 10_000;

/** POST /v1/data_sources/:data_source_id/query. Sees writes only once the query lag has passed. */
export function queryDataSource(exchange: Exchange): Answer {
  const { workspace, params, body } = exchange;
  const archived = exchange.version === "2025-09-03" ? ["archived"] : [];
  objectOf(body, "body", [
    "filter",
    "sorts",
    "start_cursor",
    "page_size",
    "in_trash",
    "result_type",
    ...archived,
  ]);
  const dataSource = findDataSource(workspace, params.data_source_id!);
  const matches = readFilter(dataSource, body.filter);
  const inOrder = readSorts(dataSource, body.sorts);
  const chosen = filterProperties(exchange);
  chosenProperties(dataSource, chosen);
  const inTrash = body.in_trash === undefined ? false : booleanAt(body.in_trash, "body.in_trash");

  const rows = inOrder(visibleRows(workspace, dataSource));
  const wanted = (row: Row) => row.version.inTrash === inTrash && matches(row);
  const shown = takePage(rows, wanted, pageOfBody(body));
  return {
    body: {
      object: "list",
      results: shown.rows.map(({ page, version }) => renderPage(workspace, page, chosen, version)),
      next_cursor: shown.next?.page.id ?? null,
      has_more: shown.next !== undefined,
      type: "page_or_data_source",
      page_or_data_source: {},
      request_status: requestStatus(shown.truncated),
    },
  };
}

/** Newest first, which is how Notion tends to answer an unsorted query. */
function visibleRows(workspace: Workspace, dataSource: DataSource): Row[] {
  const rows: Row[] = [];
  for (const id of dataSource.pageIds.toReversed()) {
    const page = workspace.pages.get(id)!;
    const version = visibleVersion(workspace, page);
    if (version) rows.push({ dataSource, page, version });
  }
  return rows;
}

interface TakenPage {
  rows: Row[];
  next: Row | undefined;
  truncated: boolean;
}

/** The cursor is the id of the row to go on from; that row need not match any more. */
function takePage(
  rows: readonly Row[],
  wanted: (row: Row) => boolean,
  { startCursor, pageSize }: PageRequest,
): TakenPage {
  const start = startCursor === undefined ? 0 : rows.findIndex((row) => row.page.id === startCursor);
  if (start < 0) throw invalidCursor(startCursor!);
  const left = MAX_RESULTS - rows.slice(0, start).filter(wanted).length;
  const matching = rows.slice(start).filter(wanted);
  const reachable = matching.slice(0, left);
  return {
    rows: reachable.slice(0, pageSize),
    next: reachable[pageSize],
    truncated: reachable.length <= pageSize && matching.length > reachable.length,
  };
}

const requestStatus = (truncated: boolean): JsonObject =>
  truncated ? { type: "incomplete", incomplete_reason: "query_result_limit_reached" } : { type: "complete" };
