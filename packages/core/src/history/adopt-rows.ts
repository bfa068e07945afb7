import { type ActivityKind, parseActivityKey } from "../key.js";
import { sleep } from "../ports/clock.js";
import type { HistoryParts } from "./history-parts.js";
import type { TargetRow } from "./target-rows.js";

export interface Adoption {
  /** Rows taken over. */
  adopted: number;
  /** Further live rows of an activity that has one already. */
  doubled: number;
}

const LOOKS = 4;
const LOOK_AGAIN_MS = 5_000;

/**
 * Takes over every row of one database, so that nothing is written twice that an earlier tool, or a state that has been
 * lost, wrote before. The oldest of several rows is taken. Told of each batch as it is durable.
 */
export async function adoptRows(
  parts: Pick<HistoryParts, "rows" | "store" | "clock">,
  kind: ActivityKind,
  { signal, onBatch }: { signal: AbortSignal; onBatch(adoption: Adoption): void },
): Promise<void> {
  let busy: TargetRow[] = [];
  for await (const rows of parts.rows.crawl(kind)) {
    signal.throwIfAborted();
    const { adoption, refused } = await adoptBatch(parts, rows);
    busy.push(...refused);
    onBatch(adoption);
  }
  // An activity that is being worked on just now will have a row in a moment: this one, or another.
  for (let look = 0; look < LOOKS && busy.length > 0; look++) {
    await sleep(parts.clock, LOOK_AGAIN_MS, signal);
    const { adoption, refused } = await adoptBatch(parts, busy);
    busy = refused;
    onBatch(adoption);
  }
}

/** `refused` are rows of activities that have none yet and are being worked on. */
async function adoptBatch(
  { store, clock }: Pick<HistoryParts, "store" | "clock">,
  rows: readonly TargetRow[],
): Promise<{ adoption: Adoption; refused: TargetRow[] }> {
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
    refused: others.filter(({ key }) => pageOf.get(key) === undefined),
  };
}
