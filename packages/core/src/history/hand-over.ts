import type { HistoryEvent } from "./history-event.js";
import type { HistoryParts } from "./history-parts.js";

/** Puts events into the inbox and tells the workers. Resolves when they are durable. */
export async function handOver(
  { store, queue, contacts, view, logger }: HistoryParts,
  events: readonly HistoryEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const activities = await Promise.all(events.map(({ patch }) => view(patch, undefined)));
  await contacts?.remember(activities.flatMap(({ counterparts }) => counterparts));
  await store.receive(events.map(({ row }) => row));
  // They are durable: if this is lost, the sweeper finds them.
  queue
    .send(events.map(({ row: { key, priority } }) => ({ key, priority })))
    .catch(() => logger.warn("queue.send_failed", { keys: events.length }));
}
