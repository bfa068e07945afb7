import { type ActivityKey, type ActivityRecord, parseEvent, phoneNumberOf } from "@openphone-notion/core";
import type { WorkerParts } from "../worker-parts.js";

/** Routes that this isolate remembers. */
const MEMORY = 5_000;
const remembered = new Map<ActivityKey, string>();

/** Notes which number an activity belongs to, so that it need not be looked up. */
export function rememberRoute(key: ActivityKey, phoneNumberId: string): void {
  remembered.delete(key);
  remembered.set(key, phoneNumberId);
  if (remembered.size > MEMORY) remembered.delete(remembered.keys().next().value!);
}

/**
 * The name of the object that each activity belongs to: its OpenPhone number, as this isolate remembers it, as the state
 * knows it, as its waiting events tell it, or as the API does. Where none knows, the activity goes by itself, under its key.
 */
export async function routesOf(
  { store, openphone, logger }: Pick<WorkerParts, "store" | "openphone" | "logger">,
  keys: readonly ActivityKey[],
): Promise<Map<ActivityKey, string>> {
  const unknown = keys.filter((key) => !remembered.has(key));
  if (unknown.length > 0) {
    const { activities } = await store.activities({ keys: unknown, limit: unknown.length });
    for (const { key, record } of activities) {
      const found = record && phoneNumberOf(record as unknown as ActivityRecord);
      if (found) rememberRoute(key, found);
    }
    await Promise.all(
      unknown
        .filter((key) => !remembered.has(key))
        .map(async (key) => {
          const found = (await fromEvents(store, key)) ?? (await fromApi(openphone, key, logger));
          if (found) rememberRoute(key, found);
        }),
    );
  }
  return new Map(keys.map((key) => [key, remembered.get(key) ?? key]));
}

async function fromEvents(store: WorkerParts["store"], key: ActivityKey): Promise<string | undefined> {
  const { events } = await store.events({ key, limit: 10 });
  for (const { body, receivedAt } of events) {
    const { activity } = parseEvent(body, { receivedAt });
    const found = activity && phoneNumberOf(activity.patch);
    if (found) return found;
  }
  return undefined;
}

async function fromApi(
  openphone: WorkerParts["openphone"],
  key: ActivityKey,
  logger: WorkerParts["logger"],
): Promise<string | undefined> {
  if (!key.startsWith("call:")) return undefined;
  try {
    const call = await openphone.getCall(key.slice("call:".length));
    const id = call?.object.phoneNumberId;
    return typeof id === "string" ? id : undefined;
  } catch {
    // By its key, then: the run asks again, and knows what to do about a failure.
    logger.debug("route.unknown", { key });
    return undefined;
  }
}
