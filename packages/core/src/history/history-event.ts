import { toInboxEvent } from "../engine/inbox-event.js";
import { restCallBody, restMessageBody } from "../events/rest.js";
import type { HistoryItem } from "../openphone/history/history-source.js";
import type { InboxEvent } from "../ports/state-store.js";
import type { ActivityRecord } from "../record/record.js";
import { SyncError } from "../sync-error.js";

/** An item of the past as the event that it would enter the inbox as. */
export interface HistoryEvent {
  row: InboxEvent & { key: NonNullable<InboxEvent["key"]> };
  /** What it says of its activity. */
  patch: ActivityRecord;
}

/** Of low priority, so that whatever happens now goes first, and due at once: all its parts are known. */
export async function historyEvent(item: HistoryItem, now: number): Promise<HistoryEvent> {
  const { kind, surface, object, readAt } = item;
  const body = (kind === "call" ? restCallBody : restMessageBody)(object, { surface, at: readAt });
  const { row, event } = await toInboxEvent(body, { receivedAt: now, waitMs: () => 0, priority: "low" });
  const { activity } = event;
  if (activity) return { row: { ...row, key: activity.key }, patch: activity.patch };
  throw new SyncError("internal", "An item of the history names no activity.", { retry: "never" });
}
