import { historyBeginning } from "../history/history-beginning.js";
import type { ReconcileParts } from "../history/history-parts.js";
import { nextPass, passEnded, readPasses } from "../history/reconcile-schedule.js";
import { runReconcile } from "../history/run-reconcile.js";

/** Who may reconcile now: `undefined` where somebody does already. */
export type BeginReconcile = () => { parts: ReconcileParts; end(): void } | undefined;

/**
 * To be called every minute or so: reconciles the last day every few hours, and once a day everything since the
 * earliest import, when that is due; repairs what it finds and leaves what people edited in Notion.
 */
export async function reconcileWhenDue(
  { store, clock, logger }: Pick<ReconcileParts, "store" | "clock" | "logger">,
  begin: BeginReconcile,
  signal: AbortSignal,
  reconcile: typeof runReconcile = runReconcile,
): Promise<void> {
  const now = clock.now();
  const beginning = await historyBeginning(store, now);
  const { kind, dueAt, since } = nextPass(await readPasses(store, now), { beginning, now });
  if (dueAt > now) return;
  const job = begin();
  if (!job) return;
  try {
    const request = { since: Math.min(since, now - 1), fix: true, keepEdits: true };
    const { status, report } = await reconcile(job.parts, request, { signal });
    logger.info("reconcile.ended", { kind, status, ...report.counts });
    if (status === "done") await passEnded(store, kind, report.range);
  } finally {
    job.end();
  }
}
