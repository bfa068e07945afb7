/** One page of any of Notion's lists. */
export interface ListPage<T> {
  results: T[];
  has_more: boolean;
  next_cursor?: string | null;
}

/** Reads a list to its end, 100 a request; for lists that are short by nature. */
export async function allPages<T>(
  request: (page: { page_size: number; start_cursor?: string }) => Promise<ListPage<T>>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await request({ page_size: 100, ...(cursor === undefined ? {} : { start_cursor: cursor }) });
    all.push(...page.results);
    cursor = page.has_more && page.next_cursor ? page.next_cursor : undefined;
  } while (cursor !== undefined);
  return all;
}
