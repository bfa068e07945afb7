import type { Json, QueueHealth } from "@openphone-notion/core";

export interface NodeHealth extends QueueHealth {
  ok: boolean;
  /** Whether this process brings things to Notion; else another one on the same data folder does. */
  driving: boolean;
  /** Error code that all work is stopped for, if it is. */
  pausedFor?: string;
}

/** What `GET /health` shows to everybody: figures and error codes, nothing personal. */
export function publicHealth(health: NodeHealth, now: number): { ok: boolean; [field: string]: Json } {
  const { ok, driving, depth, oldestDueAt, parked, lastError, events, pausedFor } = health;
  return {
    ok,
    driving,
    queueDepth: depth,
    oldestDueSeconds: oldestDueAt === undefined ? 0 : Math.max(0, Math.round((now - oldestDueAt) / 1_000)),
    parked,
    events: { ...events },
    lastError: lastError ? { code: lastError.code, at: new Date(lastError.at).toISOString() } : null,
    pausedFor: pausedFor ?? null,
  };
}
