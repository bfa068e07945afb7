import type { Figures } from "@openphone-notion/core";
import type { MemoryStateData } from "./memory-state-data.js";

export function figures(
  { events, history, activities }: MemoryStateData,
  { from, to }: { from: number; to: number },
): Figures {
  const isWithin = (at: number | undefined) => at !== undefined && at >= from && at < to;
  const settled = [...history.values()].flat().filter(({ at }) => isWithin(at));
  const runs: Figures["runs"] = {};
  for (const { action } of settled) runs[action] = (runs[action] ?? 0) + 1;
  const states = [...activities.values()].map(({ state }) => state);
  return {
    events: [...events.values()].filter(({ receivedAt }) => isWithin(receivedAt)).length,
    runs,
    notionRequests: settled.reduce((sum, { notionRequests }) => sum + notionRequests, 0),
    durationMs: settled.reduce((sum, { durationMs }) => sum + durationMs, 0),
    parked: states.filter(({ status, errorAt }) => status === "parked" && isWithin(errorAt)).length,
    owed: states.filter(({ status, dueAt }) => status === "synced" && dueAt !== undefined).length,
  };
}
