import type { QueueConsumer } from "../ports/queue.js";
import type { EngineParts } from "./parts.js";
import { syncActivity } from "./sync-activity.js";

/** Later wishes are left to the sweeper: a queue need not remember what the state store knows. */
const SOON_MS = 60_000;

/** The consumer of the work queue: brings a dirty key up to date, or waits while the tenant is paused. */
export function createConsumer(parts: EngineParts): QueueConsumer {
  return async ({ key }) => {
    const paused = parts.pause.remainingMs();
    if (paused > 0) return { retryAfterMs: paused };
    const again = await syncActivity(parts, key);
    if (again === undefined) return undefined;
    const wait = Math.max(0, again - parts.clock.now());
    return wait <= SOON_MS ? { retryAfterMs: wait } : undefined;
  };
}
