import { ApiError } from "./api-error.js";
import { appendChildren, deleteBlock, getBlock, listChildren, patchBlock } from "./blocks.js";
import { mismatch } from "./body-checks.js";
import { listComments, postComment } from "./comments.js";
import { getDatabase, getDataSource, postDatabase, postDataSource } from "./databases.js";
import type { Endpoint } from "./exchange.js";
import { canonicalId } from "./identifiers.js";
import { getPageProperty } from "./page-property.js";
import { getPage, patchPage, postPage } from "./pages.js";
import { pathPattern } from "./path-pattern.js";
import { queryDataSource } from "./query.js";
import type { CountedAs } from "./request-log.js";
import { search } from "./search.js";
import { patchDataSource } from "./update-data-source.js";
import { completeUpload, getUpload, postUpload, sendUpload } from "./uploads.js";
import { getMe } from "./users.js";
import { getView, listViews, postView } from "./views.js";

export interface Route {
  readonly endpoint: Endpoint;
  readonly countedAs: CountedAs;
  /** Not yet checked to be ids. */
  readonly params: Record<string, string>;
}

type Entry = readonly [method: string, pattern: string, countedAs: CountedAs, endpoint: Endpoint];

const ENTRIES: readonly Entry[] = [
  ["GET", "/v1/users/me", "reads", getMe],
  ["POST", "/v1/search", "searches", search],
  ["POST", "/v1/databases", "schemaWrites", postDatabase],
  ["GET", "/v1/databases/:database_id", "schemaReads", getDatabase],
  ["POST", "/v1/data_sources", "schemaWrites", postDataSource],
  ["GET", "/v1/data_sources/:data_source_id", "schemaReads", getDataSource],
  ["PATCH", "/v1/data_sources/:data_source_id", "schemaWrites", patchDataSource],
  ["POST", "/v1/data_sources/:data_source_id/query", "queries", queryDataSource],
  ["POST", "/v1/pages", "creates", postPage],
  ["GET", "/v1/pages/:page_id", "reads", getPage],
  ["PATCH", "/v1/pages/:page_id", "updates", patchPage],
  ["GET", "/v1/pages/:page_id/properties/:property_id", "reads", getPageProperty],
  ["GET", "/v1/blocks/:block_id", "reads", getBlock],
  ["PATCH", "/v1/blocks/:block_id", "blockWrites", patchBlock],
  ["DELETE", "/v1/blocks/:block_id", "blockWrites", deleteBlock],
  ["GET", "/v1/blocks/:block_id/children", "reads", listChildren],
  ["PATCH", "/v1/blocks/:block_id/children", "appends", appendChildren],
  ["POST", "/v1/views", "schemaWrites", postView],
  ["GET", "/v1/views", "schemaReads", listViews],
  ["GET", "/v1/views/:view_id", "schemaReads", getView],
  ["POST", "/v1/file_uploads", "uploads", postUpload],
  ["GET", "/v1/file_uploads/:file_upload_id", "reads", getUpload],
  ["POST", "/v1/file_uploads/:file_upload_id/send", "uploads", sendUpload],
  ["POST", "/v1/file_uploads/:file_upload_id/complete", "uploads", completeUpload],
  ["GET", "/v1/comments", "reads", listComments],
  ["POST", "/v1/comments", "comments", postComment],
];

const ROUTES = ENTRIES.map(([method, pattern, countedAs, endpoint]) => ({
  method,
  match: pathPattern(pattern),
  countedAs,
  endpoint,
}));

/** The endpoint of a request. Notion answers an unknown one before it looks at the token. */
export function findRoute(method: string, path: string): Route | undefined {
  for (const route of ROUTES) {
    const params = route.method === method ? route.match(path) : undefined;
    if (params) return { endpoint: route.endpoint, countedAs: route.countedAs, params };
  }
  return undefined;
}

export const invalidUrl = (): ApiError => new ApiError(400, "invalid_request_url", "Invalid request URL.");

/** The ids of a path in their dashed form. Property ids are no UUIDs and stay as they are. */
export function readParams(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name === "property_id") return [name, value];
      const id = canonicalId(value);
      if (!id) throw mismatch(`path.${name}`, "a valid uuid", value);
      return [name, id];
    }),
  );
}
