import type { QueueHealth } from "@openphone-notion/core";
import type { MemoryStateData } from "./memory-state-data.js";

/** What is only due later than this, with nothing unfinished, is not waiting. */
const SOON_MS = 60_000;

export function health({ events, activities }: MemoryStateData, now: number): QueueHealth {
  const all = [...activities.values()];
  const dueTimes = all.flatMap(({ state }) => state.dueAt ?? []);
  const waiting = all.filter(
    ({ state: { dueAt, status, errorAt }, eventDueAt }) =>
      dueAt !== undefined &&
      (dueAt <= now + SOON_MS || status === "pending" || errorAt !== undefined || eventDueAt !== undefined),
  );
  const overdue = dueTimes.filter((dueAt) => dueAt <= now);
  const errors = all.flatMap(({ state: { errorCode: code, errorAt: at } }) =>
    code === undefined || at === undefined ? [] : { code, at },
  );
  const lastError = errors.sort((a, b) => b.at - a.at)[0];
  return {
    depth: waiting.length,
    ...(overdue.length > 0 && { oldestDueAt: Math.min(...overdue) }),
    parked: all.filter(({ state }) => state.status === "parked").length,
    ...(lastError && { lastError }),
    events: {
      stored: events.size,
      waiting: [...events.values()].filter(({ processed }) => !processed).length,
    },
  };
}
