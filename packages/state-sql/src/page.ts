/** Rows of one page at most, whatever was asked for. */
const MOST_ROWS = 1_000;

export const pageSize = (limit: number): number => Math.min(limit, MOST_ROWS);

/** Cuts rows, of which one more than a page was asked for, to a page; the cursor is that of its last row. */
export function pageOf<Row>(
  rows: readonly Row[],
  size: number,
  cursorOf: (row: Row) => string,
): { page: Row[]; cursor?: string } {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { page, ...(rows.length > size && last !== undefined && { cursor: cursorOf(last) }) };
}
