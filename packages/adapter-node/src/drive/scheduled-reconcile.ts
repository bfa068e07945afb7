import {
  type Clock,
  type Logger,
  type ReconcileParts,
  reconcileWhenDue,
  type runReconcile,
  type StateStore,
  toSyncError,
} from "@openphone-notion/core";
import { beginHistoryJob, type HistoryJob } from "../history-job.js";
import type { RegularTask } from "./drive.js";

/** How often it is looked whether a pass is due. */
const LOOK_EVERY_MS = 60_000;

/** The scheduled reconciliation of a data folder, which only one process of the machine may do at a time. */
export function scheduledReconcile(
  parts: {
    store: StateStore;
    history(owner?: string): ReconcileParts;
    settings: { dataDir: string };
    clock: Clock;
    logger: Logger;
  },
  reconcile?: typeof runReconcile,
): RegularTask {
  const begin = () => {
    const job = beginUnlessTaken(parts.settings.dataDir);
    return job && { parts: parts.history(job.owner), end: job.end };
  };
  return {
    name: "reconcile",
    everyMs: LOOK_EVERY_MS,
    run: (signal) => reconcileWhenDue(parts, begin, signal, reconcile),
  };
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
