import type { Clock } from "../ports/clock.js";
import type { Queue } from "../ports/queue.js";
import type { StateStore } from "../ports/state-store.js";

const BATCH = 500;

/** Re-sends the keys whose time has come: what makes lost queue messages harmless. Answers how many. */
export async function sweep({
  store,
  queue,
  clock,
}: {
  store: StateStore;
  queue: Queue;
  clock: Clock;
}): Promise<number> {
  const due = await store.due({ now: clock.now(), limit: BATCH });
  if (due.length > 0) await queue.send(due.map(({ key, priority }) => ({ key, priority })));
  return due.length;
}
