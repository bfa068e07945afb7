import type { Clock } from "../ports/clock.js";
import type { Queue } from "../ports/queue.js";
import type { DueActivity, StateStore } from "../ports/state-store.js";

const BATCH = 500;

export interface SweepOptions {
  /** Keys to leave out, e.g. since their message was sent a moment ago and is surely still there. */
  except?(due: DueActivity): boolean;
}

/** Re-sends the keys whose time has come: what makes lost queue messages harmless. Answers how many. */
export async function sweep(
  { store, queue, clock }: { store: StateStore; queue: Queue; clock: Clock },
  { except = () => false }: SweepOptions = {},
): Promise<number> {
  const found = await store.due({ now: clock.now(), limit: BATCH });
  const due = found.filter((activity) => !except(activity));
  if (due.length > 0) await queue.send(due.map(({ key, priority }) => ({ key, priority })));
  return due.length;
}
