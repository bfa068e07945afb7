import type { AdoptedRow } from "@openphone-notion/core";
import { isFree } from "./memory-activity.js";
import type { MemoryStateData } from "./memory-state-data.js";

/** Takes one row over unless its activity has a page already, or somebody is about to give it one. */
export function adoptOne(
  { activities }: MemoryStateData,
  { key, kind, pageId }: AdoptedRow,
  now: number,
): boolean {
  const known = activities.get(key);
  if (known === undefined) {
    const state = {
      key,
      kind,
      status: "pending",
      priority: "standard",
      pageId,
      attempts: 0,
      updatedAt: now,
    } as const;
    activities.set(key, { state, fence: 0 });
    return true;
  }
  if (known.state.pageId !== undefined || known.state.intent !== undefined || !isFree(known, now))
    return false;
  known.state = { ...known.state, pageId, updatedAt: now };
  delete known.lease;
  return true;
}
