import { validationError } from "./api-error.js";
import { type JsonObject, mismatch } from "./body-checks.js";

const MAX_PAGE_SIZE = 100;

export interface PageRequest {
  readonly startCursor: string | undefined;
  readonly pageSize: number;
}

/** `start_cursor` and `page_size` of a JSON body. */
export const pageOfBody = (body: JsonObject): PageRequest =>
  readPage(body.start_cursor, body.page_size, "body");

/** `start_cursor` and `page_size` of a query string. */
export function pageOfQuery(query: URLSearchParams): PageRequest {
  const size = query.get("page_size");
  return readPage(query.get("start_cursor") ?? undefined, size === null ? undefined : Number(size), "query");
}

function readPage(cursor: unknown, size: unknown, where: string): PageRequest {
  // The client sends the `null` that it was given as `next_cursor`.
  const startCursor = cursor === undefined || cursor === null ? undefined : String(cursor);
  if (size === undefined) return { startCursor, pageSize: MAX_PAGE_SIZE };
  if (typeof size !== "number" || !Number.isInteger(size))
    throw mismatch(`${where}.page_size`, "a number", size);
  if (size < 1) throw mismatch(`${where}.page_size`, "≥ `1`", size);
  if (size > MAX_PAGE_SIZE) throw mismatch(`${where}.page_size`, `≤ \`${MAX_PAGE_SIZE}\``, size);
  return { startCursor, pageSize: size };
}

export const invalidCursor = (cursor: string): Error =>
  validationError(`The start_cursor provided is invalid: ${cursor}`);

/** A page of a list whose cursor is the id of the next item. `type` is Notion's name for the kind of items. */
export function listPage<T extends { readonly id: string }>(
  items: readonly T[],
  { startCursor, pageSize }: PageRequest,
  type: string,
  render: (item: T) => JsonObject,
): JsonObject {
  const start = startCursor === undefined ? 0 : items.findIndex((item) => item.id === startCursor);
  if (start < 0) throw invalidCursor(startCursor!);
  const next = items[start + pageSize];
  return {
    object: "list",
    results: items.slice(start, start + pageSize).map(render),
    next_cursor: next?.id ?? null,
    has_more: next !== undefined,
    type,
    [type]: {},
  };
}
