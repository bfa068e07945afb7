import type { ActivityState, StateStore } from "@openphone-notion/core";

/**
 * How many activities have something left to do, in whatever time: all that wait, but for those that only look
 * now and then whether OpenPhone has a part of the call that no event has told of.
 */
export async function unfinished(store: StateStore, now: number): Promise<number> {
  const { depth } = await store.health(now);
  const { activities } = await store.activities({ limit: 1_000 });
  return Math.max(depth, activities.filter(owes).length);
}

function owes({ dueAt, progress }: ActivityState): boolean {
  if (dueAt === undefined) return false;
  const { owed = {} } = (progress ?? {}) as { owed?: Record<string, unknown> };
  return Object.keys(owed).some((what) => what !== "artefacts");
}
