import {
  type Clock,
  type Logger,
  nextPass,
  passEnded,
  type ReconcileParts,
  readPasses,
  runReconcile,
  type StateStore,
  toSyncError,
} from "@openphone-notion/core";
import { beginHistoryJob, type HistoryJob } from "../history-job.js";
import type { RegularTask } from "./drive.js";

/** How often it is looked whether a pass is due. */
const LOOK_EVERY_MS = 60_000;
/** Imports among which the earliest beginning is looked for. */
const LOOK_BACK = 200;
/** Where the history that Notion is to show begins, in milliseconds since the epoch. */
const BEGINNING = "history:beginning";

/**
 * Reconciles the last day every few hours, and once a day everything since the earliest import; repairs what it finds
 * and leaves what people edited in Notion.
 */
export function scheduledReconcile(
  parts: {
    store: StateStore;
    history(owner?: string): ReconcileParts;
    settings: { dataDir: string };
    clock: Clock;
    logger: Logger;
  },
  reconcile: typeof runReconcile = runReconcile,
): RegularTask {
  const { store, clock, logger, settings } = parts;

  async function pass(signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const beginning = await historyBeginning(store, now);
    const { kind, dueAt, since } = nextPass(await readPasses(store, now), { beginning, now });
    if (dueAt > now) return;
    const job = beginUnlessTaken(settings.dataDir);
    if (!job) return;
    try {
      const request = { since: Math.min(since, now - 1), fix: true, keepEdits: true };
      const { status, report } = await reconcile(parts.history(job.owner), request, { signal });
      logger.info("reconcile.ended", { kind, status, ...report.counts });
      if (status === "done") await passEnded(store, kind, report.range);
    } finally {
      job.end();
    }
  }

  return { name: "reconcile", everyMs: LOOK_EVERY_MS, run: pass };
}

/** Where somebody reconciles by hand just now, the pass can wait. */
function beginUnlessTaken(dataDir: string): HistoryJob | undefined {
  try {
    return beginHistoryJob(dataDir, "reconcile");
  } catch (error) {
    if (toSyncError(error).code === "lease_lost") return undefined;
    throw error;
  }
}

/** The earliest beginning of an import there ever was; without one, when this was first asked. */
async function historyBeginning(store: StateStore, now: number): Promise<number> {
  const known = Number(await store.putCursor(BEGINNING, String(now), { ifAbsent: true }));
  const imports = (await store.imports(LOOK_BACK)).filter(({ kind }) => kind === "import");
  const begun = imports.flatMap(({ request }) => {
    const { since } = (request ?? {}) as { since?: unknown };
    return typeof since === "number" ? since : [];
  });
  const earliest = Math.min(known, ...begun);
  if (earliest < known) await store.putCursor(BEGINNING, String(earliest));
  return earliest;
}
