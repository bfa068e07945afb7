import { historyBeginning } from "../history/history-beginning.js";
import type { ReconcileParts } from "../history/history-parts.js";
import { type NextPass, nextPass, passEnded, readPasses } from "../history/reconcile-schedule.js";
import { type ReconcileOptions, type ReconcileRequest, runReconcile } from "../history/run-reconcile.js";

type Parts = Pick<ReconcileParts, "store" | "clock" | "logger">;

/** Who may reconcile now: `undefined` where somebody does already. */
export type BeginReconcile = () => { parts: ReconcileParts; end(): void } | undefined;

/** A scheduled reconciliation whose time has come. Plain JSON. */
export interface DuePass {
  kind: NextPass["kind"];
  request: ReconcileRequest;
}

/**
 * The pass that is due: the last day every few hours, and once a day everything since the earliest import. One that is due
 * within `earlyMs` counts, for those who look seldom.
 */
export async function duePass({ store, clock }: Parts, earlyMs = 0): Promise<DuePass | undefined> {
  const now = clock.now();
  const beginning = await historyBeginning(store, now);
  const { kind, dueAt, since } = nextPass(await readPasses(store, now), { beginning, now });
  if (dueAt > now + earlyMs) return undefined;
  return { kind, request: { since: Math.min(since, now - 1), fix: true, keepEdits: true } };
}

/** Makes a pass: repairs what it finds and leaves what people edited in Notion. Answers whether it came to its end. */
export async function makePass(
  parts: ReconcileParts,
  { kind, request }: DuePass,
  options: Pick<ReconcileOptions, "signal" | "goOn">,
  reconcile: typeof runReconcile = runReconcile,
): Promise<boolean> {
  const { status, report } = await reconcile(parts, request, options);
  parts.logger.info("reconcile.ended", { kind, status, ...report.counts });
  if (status === "done") await passEnded(parts.store, kind, report.range);
  return status === "done";
}

/** To be called every minute or so where one process goes on for long: makes the pass that is due, if any. */
export async function reconcileWhenDue(
  parts: Parts,
  begin: BeginReconcile,
  signal: AbortSignal,
  reconcile: typeof runReconcile = runReconcile,
): Promise<void> {
  const pass = await duePass(parts);
  const job = pass && begin();
  if (!job) return;
  try {
    const { store, clock, logger } = parts;
    await makePass({ ...job.parts, store, clock, logger }, pass, { signal }, reconcile);
  } finally {
    job.end();
  }
}
