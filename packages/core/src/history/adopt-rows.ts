import { type ActivityKey, type ActivityKind, parseActivityKey } from "../key.js";
import type { CrawlCursor } from "../notion/crawl-rows.js";
import { sleep } from "../ports/clock.js";
import type { HistoryParts } from "./history-parts.js";

export interface Adoption {
  /** Rows taken over. */
  adopted: number;
  /** Further live rows of an activity that has one already. */
  doubled: number;
}

/** How far the adoption of one database has come. Plain JSON. */
export type AdoptionMark = {
  /** Of the last rows that were taken over. */
  cursor?: CrawlCursor;
  /** Rows before it whose activities were being worked on, and are to be looked at again. */
  busy: readonly Adoptable[];
};

/** What is needed of a row to take it over. */
type Adoptable = { key: ActivityKey; pageId: string };

const LOOKS = 4;
const LOOK_AGAIN_MS = 5_000;

/**
 * Takes over every row of one database, so that nothing is written twice that an earlier tool, or a state that has been
 * lost, wrote before. The oldest of several rows is taken. `onBatch` is told of each batch once it is durable, with
 * the mark to go on from.
 */
export async function adoptRows(
  parts: Pick<HistoryParts, "rows" | "store" | "clock">,
  kind: ActivityKind,
  {
    signal,
    mark,
    onBatch,
  }: {
    signal: AbortSignal;
    mark: AdoptionMark | undefined;
    onBatch(adoption: Adoption, mark: AdoptionMark): Promise<void>;
  },
): Promise<void> {
  let busy = [...(mark?.busy ?? [])];
  let cursor = mark?.cursor;
  for await (const batch of parts.rows.crawl(kind, cursor ? { cursor } : {})) {
    const { adoption, refused } = await adoptBatch(parts, batch.rows);
    busy.push(...refused);
    cursor = batch.cursor;
    await onBatch(adoption, { cursor, busy });
    // Only now, so that what was read is not read again.
    signal.throwIfAborted();
  }
  // An activity that is being worked on just now will have a row in a moment: this one, or another.
  for (let look = 0; look < LOOKS && busy.length > 0; look++) {
    await sleep(parts.clock, LOOK_AGAIN_MS, signal);
    const { adoption, refused } = await adoptBatch(parts, busy);
    busy = refused;
    await onBatch(adoption, { ...(cursor ? { cursor } : {}), busy });
  }
}

/** `refused` are rows of activities that have none yet and are being worked on. */
async function adoptBatch(
  { store, clock }: Pick<HistoryParts, "store" | "clock">,
  rows: readonly Adoptable[],
): Promise<{ adoption: Adoption; refused: Adoptable[] }> {
  const adopted = await store.adopt(
    rows.map(({ key, pageId }) => ({ key, pageId, kind: parseActivityKey(key).kind })),
    clock.now(),
  );
  const others = rows.filter((_, index) => !adopted[index]);
  if (others.length === 0) return { adoption: { adopted: rows.length, doubled: 0 }, refused: [] };
  const { activities } = await store.activities({
    keys: [...new Set(others.map(({ key }) => key))],
    limit: others.length,
  });
  const pageOf = new Map(activities.map(({ key, pageId }) => [key, pageId]));
  const doubled = others.filter(({ key, pageId }) => (pageOf.get(key) ?? pageId) !== pageId).length;
  return {
    adoption: { adopted: rows.length - others.length, doubled },
    refused: others.flatMap(({ key, pageId }) => (pageOf.get(key) === undefined ? { key, pageId } : [])),
  };
}
