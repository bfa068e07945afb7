import {
  type ActivityKey,
  type ActivityState,
  type DueActivity,
  type InboxEvent,
  type Lease,
  moreUrgent,
  type OpenResult,
  type Priority,
  parseActivityKey,
  priorityOrder,
  type Settlement,
  type StateStore,
  SyncError,
} from "@openphone-notion/core";
import { heldActivity, isFree } from "./memory-activity.js";
import { adoptOne } from "./memory-adopt.js";
import {
  canvasStats,
  dropContacts,
  noteNone,
  putContacts,
  readCanvas,
  relink,
  useContacts,
} from "./memory-canvas.js";
import { figures } from "./memory-figures.js";
import { health } from "./memory-health.js";
import { failed, settled } from "./memory-outcome.js";
import { purge } from "./memory-purge.js";
import { activityPage, eventPage, lastRuns, newestImports } from "./memory-queries.js";
import { claim, release } from "./memory-roles.js";
import { createMemoryStateData, type MemoryStateData } from "./memory-state-data.js";

/**
 * A StateStore in plain Maps, for tests. What goes in and comes out is copied, so nobody shares an object with
 * it. Stores over the same `data` are as several processes on one database, and a new one is as a restart.
 */
export function createMemoryStateStore(data: MemoryStateData = createMemoryStateData()): StateStore {
  const { events, eventIds, activities, perhapsDue, history, imports, cursors } = data;
  let closed = false;

  /** An operation runs without a pause, so it is atomic. */
  const operation =
    <Args extends unknown[], Result>(body: (...args: Args) => Result) =>
    async (...args: Args): Promise<Result> => {
      if (closed) {
        throw new SyncError("store_unavailable", "The state store is closed; open it again.", {
          retry: "now",
        });
      }
      return structuredClone(body(...structuredClone(args)));
    };

  const waitingEvents = (key: ActivityKey) =>
    [...(eventIds.get(key) ?? [])]
      .flatMap((id) => events.get(id) ?? [])
      .filter(({ processed }) => !processed)
      .sort((a, b) => a.receivedAt - b.receivedAt);

  function receiveOne(event: InboxEvent): "stored" | "duplicate" {
    if (events.has(event.id)) return "duplicate";
    events.set(event.id, { ...event, seq: ++data.arrived, processed: event.key === undefined });
    if (event.key === undefined) return "stored";
    eventIds.set(event.key, (eventIds.get(event.key) ?? new Set()).add(event.id));
    makeDue(event, event.key);
    return "stored";
  }

  function makeDue({ priority, dueAt, receivedAt }: InboxEvent, key: ActivityKey): void {
    perhapsDue.add(key);
    const known = activities.get(key);
    if (known === undefined) {
      const { kind } = parseActivityKey(key);
      const state = {
        key,
        kind,
        status: "pending",
        priority,
        attempts: 0,
        dueAt,
        updatedAt: receivedAt,
      } as const;
      activities.set(key, { state, fence: 0 });
      return;
    }
    known.eventDueAt = Math.min(known.eventDueAt ?? dueAt, dueAt);
    known.state = {
      ...known.state,
      priority: moreUrgent(known.state.priority, priority),
      dueAt: Math.min(known.state.dueAt ?? dueAt, dueAt),
      updatedAt: receivedAt,
    };
  }

  function open(key: ActivityKey, options: { owner: string; leaseMs: number; now: number }): OpenResult {
    const { owner, leaseMs, now } = options;
    const activity = activities.get(key);
    if (activity === undefined) return { status: "absent" };
    if (activity.lease && !isFree(activity, now)) return { status: "busy", until: activity.lease.until };
    activity.fence += 1;
    activity.lease = { owner, until: now + leaseMs };
    delete activity.eventDueAt;
    const waiting = waitingEvents(key);
    const named = waiting.flatMap(({ identifiers = [] }) => identifiers);
    return {
      status: "opened",
      lease: { key, owner, fence: activity.fence, expiresAt: activity.lease.until },
      activity: activity.state,
      events: waiting.map(({ id, eventId, type, system, body, identifiers, receivedAt }) => ({
        ...{ id, eventId, type, system, body, receivedAt },
        ...(identifiers?.length ? { identifiers } : {}),
      })),
      contacts: readCanvas(data, [...named, ...(data.links.get(key)?.keys() ?? [])], now),
    };
  }

  function renew(lease: Lease, { leaseMs, now }: { leaseMs: number; now: number }): Lease {
    const held = heldActivity(activities, lease).lease;
    held.until = Math.max(held.until, now + leaseMs);
    return { ...lease, expiresAt: held.until };
  }

  function due({ now, limit }: { now: number; limit: number }): DueActivity[] {
    const found: DueActivity[] = [];
    for (const key of perhapsDue) {
      const activity = activities.get(key);
      const { priority, dueAt } = activity?.state ?? {};
      if (!activity || !priority || dueAt === undefined) perhapsDue.delete(key);
      else if (dueAt <= now && isFree(activity, now)) found.push({ key, priority, dueAt });
    }
    return found
      .sort((a, b) => priorityOrder(a.priority) - priorityOrder(b.priority) || a.dueAt - b.dueAt)
      .slice(0, limit);
  }

  function replay({ now, keys }: { now: number; keys?: readonly ActivityKey[] }): number {
    const parked = [...activities.values()].filter(
      ({ state }) => state.status === "parked" && (keys?.includes(state.key) ?? true),
    );
    for (const activity of parked) {
      const dueAt = Math.min(activity.state.dueAt ?? now, now);
      activity.state = { ...activity.state, status: "pending", attempts: 0, dueAt, updatedAt: now };
      perhapsDue.add(activity.state.key);
    }
    return parked.length;
  }

  function hasten({ now, errorCodes }: { now: number; errorCodes: readonly string[] }): number {
    const waiting = [...activities.values()].filter((activity) => {
      const { status, intent, errorCode, dueAt } = activity.state;
      if (status === "parked" || intent || !isFree(activity, now)) return false;
      return errorCode !== undefined && errorCodes.includes(errorCode) && dueAt !== undefined && dueAt > now;
    });
    for (const activity of waiting) activity.state = { ...activity.state, dueAt: now };
    return waiting.length;
  }

  function settle(lease: Lease, settlement: Settlement, now: number): void {
    const activity = heldActivity(activities, lease);
    for (const id of settlement.processedEventIds) {
      const event = events.get(id);
      if (event?.key === lease.key && !event.processed)
        Object.assign(event, { processed: true, processedAt: now });
    }
    const waiting: Priority[] = waitingEvents(lease.key).map(({ priority }) => priority);
    activities.set(lease.key, settled(activity, settlement, waiting, now));
    perhapsDue.add(lease.key);
    if (settlement.contacts) useContacts(data, lease.key, settlement.contacts, now);
    const { action, notionRequests, durationMs } = settlement.history;
    const runs = history.get(lease.key) ?? [];
    history.set(lease.key, [...runs, { action, notionRequests, durationMs, at: now }]);
  }

  return {
    receive: operation((received) => received.map(receiveOne)),
    open: operation(open),
    renew: operation(renew),
    intend: operation((lease, intent) => {
      const activity = heldActivity(activities, lease);
      activity.state = { ...activity.state, intent, updatedAt: intent.at };
    }),
    settle: operation(settle),
    fail: operation((lease, failure, now) => {
      activities.set(lease.key, failed(heldActivity(activities, lease), failure, now));
      perhapsDue.add(lease.key);
    }),
    due: operation(due),
    replay: operation(replay),
    hasten: operation(hasten),
    adopt: operation((rows, now) => rows.map((row) => adoptOne(data, row, now))),
    claim: operation((role, options) => claim(data, role, options)),
    release: operation((owner) => release(data, owner)),
    activity: operation((key): ActivityState | undefined => activities.get(key)?.state),
    activities: operation((query) => activityPage(data, query)),
    events: operation((query) => eventPage(data, query)),
    history: operation((key, limit) => lastRuns(data, key, limit)),
    saveImport: operation((state) => void imports.set(state.id, state)),
    imports: operation((limit) => newestImports(data, limit)),
    health: operation((now) => health(data, now)),
    figures: operation((range) => figures(data, range)),
    putContacts: operation((contacts, asOf) => putContacts(data, contacts, asOf)),
    dropContacts: operation((asOf) => dropContacts(data, asOf)),
    readCanvas: operation((identifiers, now) => readCanvas(data, identifiers, now)),
    noteNone: operation((identifiers, options) => noteNone(data, identifiers, options)),
    relink: operation((options) => relink(data, options)),
    canvasStats: operation(() => canvasStats(data)),
    getCursor: operation((name) => cursors.get(name)),
    putCursor: operation((name, value, options) => {
      const stored = options?.ifAbsent ? (cursors.get(name) ?? value) : value;
      cursors.set(name, stored);
      return stored;
    }),
    purge: operation((options) => purge(data, options)),
    async close() {
      closed = true;
    },
  };
}
