import type { JsonObject } from "./body-checks.js";
import type { SentFile } from "./read-body.js";
import type { Workspace } from "./workspace.js";

export type NotionVersion = "2025-09-03" | "2026-03-11";

/** One authenticated request, as an endpoint sees it. */
export interface Exchange {
  readonly workspace: Workspace;
  readonly version: NotionVersion;
  /** Ids from the path, in their dashed form. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** Only of a multipart request. */
  readonly sent: SentFile | undefined;
}

/** What a saved write left behind, for an answer that has to say so in an error. */
export interface Committed {
  /** The new page or database, or the parent of appended blocks. Updates name none: the caller knows the id. */
  readonly resourceId?: string;
  readonly childIds?: readonly string[];
}

export interface Answer {
  readonly body: JsonObject;
  /** Absent on reads. */
  readonly committed?: Committed;
}

export type Endpoint = (exchange: Exchange) => Answer;

/** `filter_properties` of the query string: property ids, repeated or with brackets. */
export const filterProperties = ({ query }: Exchange): string[] => [
  ...query.getAll("filter_properties"),
  ...query.getAll("filter_properties[]"),
];
