import {
  type ActivityKey,
  type ActivityState,
  type AdoptedRow,
  type Failure,
  type ImportState,
  type InboxEvent,
  type IndexedContact,
  type OpenResult,
  type Settlement,
  type StateStore,
  type StoredEvent,
  SyncError,
  type UsedContacts,
} from "@openphone-notion/core";

/** The suite's present, in milliseconds since the epoch. */
export const NOW = Date.UTC(2026, 0, 5, 12);
export const MINUTE = 60_000;
export const LEASE_MS = 30_000;
export const KEY: ActivityKey = "call:AC1";

/** An event of `KEY`, received and due at `NOW`. */
export const anEvent = (fields: Partial<InboxEvent> & { id: string }): InboxEvent => ({
  eventId: `EV-${fields.id}`,
  type: "call.completed",
  system: "legacy",
  key: KEY,
  priority: "standard",
  body: `{"id":"${fields.id}"}`,
  receivedAt: NOW,
  dueAt: NOW,
  ...fields,
});

/** An event that speaks of no activity. */
export function anEventWithoutKey(id: string): InboxEvent {
  const { key: _, ...event } = anEvent({ id, type: "contact.updated" });
  return event;
}

export const asStored = ({ key: _, priority, dueAt, ...event }: InboxEvent): StoredEvent => event;

export const aSettlement = (fields: Partial<Settlement> = {}): Settlement => ({
  status: "synced",
  record: { id: "AC1" },
  progress: {},
  processedEventIds: [],
  history: { action: "created", notionRequests: 1, durationMs: 250 },
  ...fields,
});

export const aFailure = (fields: Partial<Failure> = {}): Failure => ({
  errorCode: "notion_unavailable",
  errorMessage: "Notion answered 503.",
  attempted: true,
  next: { action: "retry", dueAt: NOW + MINUTE },
  ...fields,
});

/** A row of `KEY` in Notion. */
export const aRow = (fields: Partial<AdoptedRow> = {}): AdoptedRow => ({
  key: KEY,
  kind: "call",
  pageId: "found-1",
  ...fields,
});

/** A contact page that holds a number. */
export const aContact = (fields: Partial<IndexedContact> = {}): IndexedContact => ({
  pageId: "page-1",
  createdAt: NOW,
  identifiers: ["+15555550123"],
  ...fields,
});

export const anImport = (fields: Partial<ImportState> & { id: string }): ImportState => ({
  kind: "import",
  status: "running",
  startedAt: NOW,
  updatedAt: NOW,
  request: { since: NOW - 60 * MINUTE },
  progress: {},
  ...fields,
});

export const PARK: Failure["next"] = { action: "park" };

/** Has an activity of its own settled with these contacts at `now`. */
export async function lookedUp(
  store: StateStore,
  contacts: readonly UsedContacts[],
  now = NOW,
): Promise<void> {
  const key: ActivityKey = "message:ACwho";
  await store.receive([anEvent({ id: `who ${now}`, key, receivedAt: now, dueAt: now })]);
  const { lease } = await opened(store, { key, now });
  await store.settle(lease, aSettlement({ processedEventIds: [`who ${now}`], contacts }), now);
}

/** Opens `key`, which must be free. */
export async function opened(
  store: StateStore,
  { key = KEY, owner = "one", now = NOW }: { key?: ActivityKey; owner?: string; now?: number } = {},
): Promise<Extract<OpenResult, { status: "opened" }>> {
  const result = await store.open(key, { owner, leaseMs: LEASE_MS, now });
  if (result.status !== "opened") throw new Error(`${key} is ${result.status}, not opened`);
  return result;
}

/** The activity, which must be known. */
export async function known(store: StateStore, key: ActivityKey = KEY): Promise<ActivityState> {
  const activity = await store.activity(key);
  if (activity === undefined) throw new Error(`${key} is not known`);
  return activity;
}

/** Code and retry of the `SyncError` that `operation` rejects with. */
export async function refusal(
  operation: Promise<unknown>,
): Promise<{ code: string; retry: string } | "accepted"> {
  try {
    await operation;
  } catch (error) {
    if (error instanceof SyncError) return { code: error.code, retry: error.retry };
    throw error;
  }
  return "accepted";
}

/** All that can be seen of `key` and of the queue without changing anything. */
export const visible = async (store: StateStore, key: ActivityKey = KEY): Promise<unknown> => ({
  activity: await store.activity(key),
  health: await store.health(NOW),
  due: await store.due({ now: NOW + 24 * 60 * MINUTE, limit: 10 }),
});
