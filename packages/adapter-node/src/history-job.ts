import { hostname } from "node:os";
import { resolve } from "node:path";
import { SyncError } from "@openphone-notion/core";
import { takeFolderLock } from "./folder-lock.js";

/** The right of one process to do a long piece of work on a data folder. */
export interface HistoryJob {
  /** Names the job in roles: the same after a crash, so that the next run need not wait for the role to lapse. */
  owner: string;
  end(): void;
}

/**
 * Throws `lease_lost` where another process of this machine is at the same work, and `store_unavailable` where its
 * lock cannot be written.
 */
export function beginHistoryJob(dataDir: string, name: "import" | "reconcile"): HistoryJob {
  const end = takeFolderLock(dataDir, name);
  if (end) return { owner: `${hostname()}:${resolve(dataDir)}:${name}`, end };
  throw new SyncError(
    "lease_lost",
    `Another ${name} is at work on ${dataDir}: wait for it to end, or stop it.`,
    { retry: "after", retryAfterMs: 60_000 },
  );
}
