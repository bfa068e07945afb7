import { parseActivityKey } from "../key.js";
import type { QueueConsumer } from "../ports/queue.js";
import type { EngineParts } from "./parts.js";
import { syncActivity } from "./sync-activity.js";

/** Later wishes are left to the sweeper: a queue need not remember what the state store knows. */
const SOON_MS = 60_000;

/** The consumer of the work queue: brings a dirty key up to date, or lets it wait, untouched, while
 * the tenant is paused or Notion is down. */
export function createConsumer(parts: EngineParts): QueueConsumer {
  return async ({ key }) => {
    const paused = parts.pauses.admit(parseActivityKey(key).kind) || parts.notion.admit();
    if (paused > 0) return { retryAfterMs: paused };
    const again = await syncActivity(parts, key);
    if (again === undefined) return undefined;
    const wait = Math.max(0, again - parts.clock.now());
    return wait <= SOON_MS ? { retryAfterMs: wait } : undefined;
  };
}
