import { STOPPING_CODES } from "../notion/stopping-codes.js";
import type { Clock } from "../ports/clock.js";
import type { Queue } from "../ports/queue.js";
import type { StateStore } from "../ports/state-store.js";
import { sweep } from "./sweep.js";

/**
 * What a worker does as it begins: sends what is due, and what waits for a token, a plan or a database to be mended, for
 * that may have been done meanwhile. Answers how many.
 */
export async function resume(parts: { store: StateStore; queue: Queue; clock: Clock }): Promise<number> {
  await parts.store.hasten({ now: parts.clock.now(), errorCodes: STOPPING_CODES });
  return sweep(parts);
}
