/** Reads contacts anew: these pages, or whatever has changed. Rejects where that could not be done. */
export interface ContactReader {
  pagesChanged(pageIds: readonly string[]): Promise<unknown>;
  refresh(): Promise<unknown>;
}

/** More pages than this are read by one look at all that has changed. */
const ONE_BY_ONE = 10;

/**
 * Joins the pages that are told of while others are being read: each is read once after it was last told of, and a
 * crowd of them by a query for changes. Rejects where the pages could not be read.
 */
export function createChangedPages(canvas: ContactReader) {
  let waiting = new Set<string>();
  let next: Promise<void> | undefined;
  let current: Promise<void> = Promise.resolve();

  async function readWaiting(): Promise<void> {
    await current.catch(() => {});
    const pageIds = [...waiting];
    waiting = new Set();
    next = undefined;
    current = read(pageIds);
    await current;
  }

  const read = async (pageIds: readonly string[]): Promise<void> => {
    if (pageIds.length > ONE_BY_ONE) await canvas.refresh();
    else await canvas.pagesChanged(pageIds);
  };

  return (pageId: string): Promise<void> => {
    waiting.add(pageId);
    next ??= readWaiting();
    return next;
  };
}
