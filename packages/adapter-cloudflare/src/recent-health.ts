import type { QueueHealth, StateStore } from "@openphone-notion/core";

/**
 * The health of the state, read once in `keptMs` by each isolate: everybody may ask for it, and every reading counts the rows
 * of a week. A failure is not kept. What is kept are figures, for no request may wait for what another has asked.
 */
export function createRecentHealth(
  keptMs: number,
): (store: Pick<StateStore, "health">, now: number) => Promise<QueueHealth> {
  let kept: { figures: QueueHealth; at: number } | undefined;
  return async (store, now) => {
    if (kept && now < kept.at + keptMs) return kept.figures;
    const figures = await store.health(now);
    kept = { figures, at: now };
    return figures;
  };
}
