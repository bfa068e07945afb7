import { inboxId } from "../events/inbox-id.js";
import type { NormalisedEvent } from "../events/normalised-event.js";
import { parseEvent } from "../events/parse-event.js";
import type { InboxEvent } from "../ports/state-store.js";
import { identifiersOf } from "../record/identifiers-of.js";

/** How an event enters the inbox, beside what its body says. */
export interface Arrival {
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** How long its activity may wait for further events. */
  waitMs(event: NormalisedEvent): number;
  /** Instead of the priority that the event has by itself. */
  priority?: InboxEvent["priority"];
  /** The body as received, where it was received as bytes. */
  bytes?: Uint8Array;
}

/** The inbox row of one body, and what it says. Throws as `parseEvent` does. */
export async function toInboxEvent(
  body: string,
  arrival: Arrival,
): Promise<{ row: InboxEvent; event: NormalisedEvent }> {
  const { receivedAt } = arrival;
  const event = parseEvent(body, { receivedAt });
  const { eventId, type, system, activity } = event;
  const priority = arrival.priority ?? event.priority;
  const dueAt = receivedAt + arrival.waitMs(event);
  const row = {
    id: await inboxId(event, arrival.bytes ?? body),
    ...{ eventId, type, system, priority, receivedAt, dueAt, body },
    ...(activity ? { key: activity.key, identifiers: identifiersOf(activity.patch) } : {}),
  };
  return { row, event };
}
