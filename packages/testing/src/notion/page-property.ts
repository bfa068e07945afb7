import { notFound } from "./api-error.js";
import type { JsonObject } from "./body-checks.js";
import type { Answer, Exchange } from "./exchange.js";
import { samePropertyId } from "./identifiers.js";
import { currentVersion, dataSourceIdOf, storedValue } from "./page.js";
import { invalidCursor, pageOfQuery } from "./paginate.js";
import { renderUser, renderValue } from "./render-value.js";
import type { Value } from "./value.js";
import { findDataSource, findPage } from "./workspace.js";

/** GET /v1/pages/:page_id/properties/:property_id: the way to read more than 25 references. */
export function getPageProperty({ workspace, params, query }: Exchange): Answer {
  const page = findPage(workspace, params.page_id!);
  const dataSourceId = dataSourceIdOf(page);
  const properties = dataSourceId === undefined ? [] : findDataSource(workspace, dataSourceId).properties;
  const property = properties.find((candidate) => samePropertyId(candidate.id, params.property_id!));
  if (!property) throw notFound("property", params.property_id!);
  const value = storedValue(currentVersion(page), property);
  const items = value && itemsOf(value);
  const head = { object: "property_item", id: property.id, type: property.type };
  if (!items) return { body: { ...renderValue(workspace, page, currentVersion(page), property), ...head } };

  const { startCursor, pageSize } = pageOfQuery(query);
  const start = startCursor === undefined ? 0 : Number(startCursor);
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw invalidCursor(startCursor!);
  const hasMore = start + pageSize < items.length;
  return {
    body: {
      object: "list",
      results: items.slice(start, start + pageSize).map((item) => ({ ...head, [property.type]: item })),
      next_cursor: hasMore ? String(start + pageSize) : null,
      has_more: hasMore,
      type: "property_item",
      property_item: { id: property.id, type: property.type, [property.type]: {}, next_url: null },
    },
  };
}

/** The elements of the types that are answered as lists. */
function itemsOf(value: Value): readonly JsonObject[] | undefined {
  switch (value.type) {
    case "title":
    case "rich_text":
      return value.items.map((item) => ({ ...item }));
    case "relation":
      return value.pages.map((id) => ({ id }));
    case "people":
      return value.users.map(renderUser);
    default:
      return undefined;
  }
}
