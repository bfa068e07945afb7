import { badRequest } from "./api-error.js";

interface Page<T> {
  rows: T[];
  next: string | null;
}

/**
 * Cuts one page out of sorted rows. The cursor is opaque and belongs to one question: with other filters, or made
 * up, it is a 400. It names the last row shown, so rows that arrive in front do not shift the walk.
 */
function cutPage<T extends { id: string }>(
  rows: readonly T[],
  paging: { size: number; cursor: string | undefined; cursorName: string; question: string },
): Page<T> {
  const invalid = () =>
    badRequest({
      path: `/${paging.cursorName}`,
      message: "Invalid cursor",
      value: paging.cursor,
      schema: { type: "string" },
    });
  let from = 0;
  if (paging.cursor !== undefined) {
    const last = readCursor(paging.cursor, paging.question);
    const at = rows.findIndex((row) => row.id === last);
    if (at < 0) throw invalid();
    from = at + 1;
  }
  const cut = rows.slice(from, from + paging.size);
  const last = cut.at(-1);
  const isMore = last !== undefined && from + paging.size < rows.length;
  return { rows: cut, next: isMore ? writeCursor(last.id, paging.question) : null };
}

/** Reversed before base64, so that nobody is tempted to read it. */
const writeCursor = (id: string, question: string): string =>
  btoa([...encodeURIComponent(JSON.stringify([id, question]))].reverse().join(""));

function readCursor(cursor: string, question: string): string | undefined {
  try {
    const [id, asked] = JSON.parse(decodeURIComponent([...atob(cursor)].reverse().join("")));
    return asked === question ? id : undefined;
  } catch {
    return undefined;
  }
}

const PAGE_SIZE = 10;

/** A v1 page: `totalItems` is documented as inaccurate, so it counts this page alone. */
export function v1Page<T extends { id: string }>(
  rows: readonly T[],
  query: { get(name: string): string | undefined; question: string },
  encode: (row: T) => unknown,
) {
  const page = cutPage(rows, {
    size: Number(query.get("maxResults") ?? PAGE_SIZE),
    cursor: query.get("pageToken"),
    cursorName: "pageToken",
    question: query.question,
  });
  return { data: page.rows.map(encode), totalItems: page.rows.length, nextPageToken: page.next };
}

/** A page of the dated surface. */
export function datedPage<T extends { id: string }>(
  rows: readonly T[],
  query: { get(name: string): string | undefined; question: string },
  encode: (row: T) => unknown,
) {
  const page = cutPage(rows, {
    size: Number(query.get("limit") ?? PAGE_SIZE),
    cursor: query.get("after"),
    cursorName: "after",
    question: query.question,
  });
  return { data: page.rows.map(encode), nextCursor: page.next };
}
