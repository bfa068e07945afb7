import type { Purged, PurgeOptions } from "@openphone-notion/core";
import type { MemoryStateData } from "./memory-state-data.js";

export function purge(
  { events, eventIds, history, imports, canvas }: MemoryStateData,
  { before, limit }: PurgeOptions,
): Purged {
  const unused = [...canvas].filter(([, { usedAt }]) => usedAt < before).slice(0, limit);
  for (const [identifier] of unused) canvas.delete(identifier);

  const oldEvents = [...events.values()]
    .filter((event) => event.processed && event.receivedAt < before)
    .slice(0, limit);
  for (const { id, key } of oldEvents) {
    events.delete(id);
    if (key !== undefined) eventIds.get(key)?.delete(id);
  }

  let oldRuns = 0;
  for (const [key, runs] of history) {
    const kept = runs.filter(({ at }) => at >= before || ++oldRuns > limit);
    if (kept.length > 0) history.set(key, kept);
    else history.delete(key);
  }

  const oldImports = [...imports.values()]
    .filter(({ status, updatedAt }) => status !== "running" && updatedAt < before)
    .slice(0, limit);
  for (const { id } of oldImports) imports.delete(id);
  return {
    events: oldEvents.length,
    history: Math.min(oldRuns, limit),
    imports: oldImports.length,
    lookups: unused.length,
  };
}
