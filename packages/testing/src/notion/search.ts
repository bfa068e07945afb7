import { isObject, type JsonObject, objectOf, oneOf, stringAt } from "./body-checks.js";
import type { Answer, Exchange } from "./exchange.js";
import { dataSourceIdOf, type Page, type PageVersion, visibleVersion } from "./page.js";
import { listPage, pageOfBody } from "./paginate.js";
import { renderPage } from "./render-page.js";
import { renderDataSource } from "./render-schema.js";
import { textOf } from "./row.js";
import { titleProperty } from "./schema.js";
import { findDataSource, type Workspace } from "./workspace.js";

interface Hit {
  readonly id: string;
  readonly title: string;
  readonly object: "page" | "data_source";
  readonly render: () => JsonObject;
}

/** POST /v1/search: titles only, and behind by the query lag. Not a way to find a row by its id. */
export function search({ workspace, body }: Exchange): Answer {
  objectOf(body, "body", ["query", "filter", "sort", "start_cursor", "page_size"]);
  const wanted = body.query === undefined ? "" : stringAt(body.query, "body.query").toLowerCase();
  const kind = readKind(body.filter);
  const hits = [...pageHits(workspace), ...dataSourceHits(workspace)].filter(
    (hit) => (kind === undefined || hit.object === kind) && hit.title.toLowerCase().includes(wanted),
  );
  return { body: listPage(hits, pageOfBody(body), "page_or_data_source", (hit) => hit.render()) };
}

function readKind(filter: unknown): Hit["object"] | undefined {
  if (filter === undefined || !isObject(filter) || filter.property === undefined) return undefined;
  objectOf(filter, "body.filter", ["property", "value", "in_trash"]);
  return oneOf(filter.value, "body.filter.value", ["page", "data_source"] as const);
}

const pageHits = (workspace: Workspace): Hit[] =>
  [...workspace.pages.values()].flatMap((page): Hit[] => {
    const version = visibleVersion(workspace, page);
    if (!version || version.inTrash) return [];
    const render = () => renderPage(workspace, page, [], version);
    return [{ id: page.id, title: titleOf(workspace, page, version), object: "page", render }];
  });

function titleOf(workspace: Workspace, page: Page, version: PageVersion): string {
  const id = dataSourceIdOf(page);
  if (id === undefined) return "";
  const dataSource = findDataSource(workspace, id);
  return textOf({ dataSource, page, version }, titleProperty(dataSource));
}

const dataSourceHits = (workspace: Workspace): Hit[] =>
  [...workspace.dataSources.values()].map(
    (dataSource): Hit => ({
      id: dataSource.id,
      title: dataSource.name,
      object: "data_source",
      render: () => renderDataSource(workspace, dataSource),
    }),
  );
