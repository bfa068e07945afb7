import type { ActivityState, Lease } from "@openphone-notion/core";
import { SyncError } from "@openphone-notion/core";

/** An activity as the memory store keeps it: its state, and what only the store needs. */
export interface MemoryActivity {
  state: ActivityState;
  /** Grows with every lease. */
  fence: number;
  /** Absent when nobody holds the lease. */
  lease?: { owner: string; until: number };
  /** Earliest due time of the events that came since the lease was last taken. */
  eventDueAt?: number;
  /** The first lease whose run satisfies `state.relink`. */
  relinkFence?: number;
}

export const isFree = ({ lease }: MemoryActivity, now: number): boolean => !lease || lease.until <= now;

/** The activity that `lease` gives the right to write; throws `lease_lost` when it no longer does. */
export function heldActivity(
  activities: ReadonlyMap<string, MemoryActivity>,
  lease: Lease,
): MemoryActivity & Required<Pick<MemoryActivity, "lease">> {
  const activity = activities.get(lease.key);
  if (activity?.lease?.owner === lease.owner && activity.fence === lease.fence) {
    return activity as MemoryActivity & Required<Pick<MemoryActivity, "lease">>;
  }
  throw new SyncError("lease_lost", "Another run has taken over this activity; open it again.", {
    retry: "now",
  });
}
