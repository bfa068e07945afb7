import type { Json } from "../json.js";
import type { QueueHealth } from "../ports/state-store.js";

/** The state of the queue, and whether work goes on. */
export interface SyncHealth extends QueueHealth {
  ok: boolean;
  /** Error code that all work is stopped for, if it is. */
  pausedFor?: string;
}

/** What `GET /health` shows to everybody: figures and error codes, nothing personal. */
export function publicHealth(health: SyncHealth, now: number): { ok: boolean; [field: string]: Json } {
  const { ok, depth, oldestDueAt, parked, lastError, events, pausedFor } = health;
  return {
    ok,
    queueDepth: depth,
    oldestDueSeconds: oldestDueAt === undefined ? 0 : Math.max(0, Math.round((now - oldestDueAt) / 1_000)),
    parked,
    events: { ...events },
    lastError: lastError ? { code: lastError.code, at: new Date(lastError.at).toISOString() } : null,
    pausedFor: pausedFor ?? null,
  };
}
