import type { Purged } from "@openphone-notion/core";
import type { MemoryStateData } from "./memory-state-data.js";

export function purge(
  { events, eventIds, history, imports, canvas }: MemoryStateData,
  before: number,
): Purged {
  for (const [identifier, { usedAt }] of canvas) if (usedAt < before) canvas.delete(identifier);

  const oldEvents = [...events.values()].filter((event) => event.processed && event.receivedAt < before);
  for (const { id, key } of oldEvents) {
    events.delete(id);
    if (key !== undefined) eventIds.get(key)?.delete(id);
  }

  let oldRuns = 0;
  for (const [key, runs] of history) {
    const kept = runs.filter(({ at }) => at >= before);
    oldRuns += runs.length - kept.length;
    if (kept.length > 0) history.set(key, kept);
    else history.delete(key);
  }

  const oldImports = [...imports.values()].filter(
    ({ status, updatedAt }) => status !== "running" && updatedAt < before,
  );
  for (const { id } of oldImports) imports.delete(id);
  return { events: oldEvents.length, history: oldRuns, imports: oldImports.length };
}
