import type { HistoryRange } from "../openphone/history/history-source.js";
import type { StateStore } from "../ports/state-store.js";

/** How often the last day is reconciled, and everything. */
const QUICK_EVERY_MS = 6 * 3_600_000;
const FULL_EVERY_MS = 24 * 3_600_000;
/** A quick pass looks at least so far back: artefacts of a call come late, and senders retry for more than a day. */
const QUICK_REACH_MS = 24 * 3_600_000;

const CURSOR = { quick: "reconcile:quick", full: "reconcile:full" } as const;

/** When the last pass of each kind that came to its end began, in milliseconds since the epoch. */
export interface PastPasses {
  quick: number;
  full: number;
}

/** The next scheduled reconciliation. */
export interface NextPass {
  kind: "quick" | "full";
  /** Milliseconds since the epoch. */
  dueAt: number;
  /** Milliseconds since the epoch: where the range of a pass that begins at `dueAt` or later begins. */
  since: number;
}

/**
 * Decides when which pass is next. A full pass does what a quick one would, so of two that are due it is the one; a
 * quick pass reaches back to the last that came to its end, so an outage of any length leaves no gap.
 * `beginning` is where the history that is kept in Notion begins (milliseconds since the epoch).
 */
export function nextPass(
  { quick, full }: PastPasses,
  { beginning, now }: { beginning: number; now: number },
): NextPass {
  const quickAt = Math.max(quick, full) + QUICK_EVERY_MS;
  const fullAt = full + FULL_EVERY_MS;
  if (fullAt <= Math.max(quickAt, now)) return { kind: "full", dueAt: fullAt, since: beginning };
  const reach = Math.max(now, quickAt) - QUICK_REACH_MS;
  return {
    kind: "quick",
    dueAt: quickAt,
    since: Math.max(beginning, Math.min(reach, Math.max(quick, full))),
  };
}

/** The past passes as the store knows them; the first time ever, counting begins `now`. */
export async function readPasses(store: Pick<StateStore, "putCursor">, now: number): Promise<PastPasses> {
  const read = async (name: string) => Number(await store.putCursor(name, String(now), { ifAbsent: true }));
  return { quick: await read(CURSOR.quick), full: await read(CURSOR.full) };
}

/** To be called when a pass has come to its end; `range` is the one that it had. */
export async function passEnded(
  store: Pick<StateStore, "putCursor">,
  kind: NextPass["kind"],
  { until }: Pick<HistoryRange, "until">,
): Promise<void> {
  await store.putCursor(CURSOR[kind], String(until));
}
