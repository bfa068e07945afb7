import type { CrawlCursor } from "../notion/crawl-rows.js";
import type { StateStore } from "../ports/state-store.js";

/** A crawl of the contact database, under way or done. */
export interface CrawlState {
  /** Of the properties that it read (`ContactSource.signature`). */
  signature: string;
  /** Milliseconds since the epoch: whatever changed before, it has seen or will see. */
  startedAt: number;
  /** Contact pages read so far. */
  pages: number;
  /** Where it stands. */
  cursor?: CrawlCursor;
}

/** How far the contact index has come; kept in the state store, so that a restart goes on from there. */
export interface IndexState {
  /** The last crawl that came to its end. */
  done?: CrawlState;
  underWay?: CrawlState;
}

/** What the last look into the trash showed. */
export interface TrashState {
  lookedAt: number;
  pageIds: readonly string[];
}

type Cursors = Pick<StateStore, "getCursor" | "putCursor">;

const CRAWL = "canvas.crawl";
const CHANGES = "canvas.changes";
const TRASH = "canvas.trash";

export const readIndexState = (store: Cursors): Promise<IndexState> =>
  read<IndexState>(store, CRAWL).then((known) => known ?? {});

export const writeIndexState = (store: Cursors, state: IndexState): Promise<unknown> =>
  store.putCursor(CRAWL, JSON.stringify(state));

/** The moment up to which changes have been read; `undefined` before the first crawl. */
export const readChangesUpTo = (store: Cursors): Promise<number | undefined> => read<number>(store, CHANGES);

export const writeChangesUpTo = (store: Cursors, upTo: number): Promise<unknown> =>
  store.putCursor(CHANGES, JSON.stringify(upTo));

export const readTrashState = (store: Cursors): Promise<TrashState | undefined> =>
  read<TrashState>(store, TRASH);

export const writeTrashState = (store: Cursors, state: TrashState): Promise<unknown> =>
  store.putCursor(TRASH, JSON.stringify(state));

async function read<T>(store: Cursors, name: string): Promise<T | undefined> {
  const text = await store.getCursor(name);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}
