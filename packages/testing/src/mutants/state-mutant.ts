import type { ActivityKey, ActivityState, Lease, StateStore } from "@openphone-notion/core";
import type { MemoryStateData } from "../state/memory-state-data.js";
import type { Mutant } from "./mutant.js";

/** Given a good store and what it holds, answers the operations that go wrong. Called for every opening of the data. */
export type StateMutant = Mutant<(good: StateStore, data: MemoryStateData) => Partial<StateStore>>;

/** Changes what is stored of an activity behind the store's back. */
export function tamper(data: MemoryStateData, key: ActivityKey, changes: Partial<ActivityState>): void {
  const activity = data.activities.get(key);
  if (!activity) return;
  const state = { ...activity.state, ...changes };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete state[name as keyof ActivityState];
  }
  activity.state = state;
  data.perhapsDue.add(key);
}

/** Marks events of `key` processed, or all that wait for it. */
export function markProcessed(data: MemoryStateData, key: ActivityKey, ids?: readonly string[]): void {
  for (const event of data.events.values()) {
    if (event.key === key && (ids?.includes(event.id) ?? true)) event.processed = true;
  }
}

/** The lease that would be accepted, whoever holds it. */
export function acceptable(data: MemoryStateData, lease: Lease): Lease {
  const activity = data.activities.get(lease.key);
  if (!activity) return lease;
  activity.lease ??= { owner: lease.owner, until: lease.expiresAt };
  return { ...lease, owner: activity.lease.owner, fence: activity.fence };
}
