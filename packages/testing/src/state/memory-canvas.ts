import type {
  ActivityKey,
  CanvasEntry,
  CanvasStats,
  IndexedContact,
  UsedContacts,
} from "@openphone-notion/core";
import type { MemoryActivity } from "./memory-activity.js";
import type { MemoryLookup, MemoryStateData } from "./memory-state-data.js";

export function putContacts(
  data: MemoryStateData,
  contacts: readonly IndexedContact[],
  asOf: number,
): string[] {
  const touched = new Set<string>();
  for (const { pageId, createdAt, identifiers } of contacts) {
    const known = data.contacts.get(pageId);
    if (known && known.asOf > asOf) continue;
    const before = known?.identifiers ?? [];
    const held = [...new Set(identifiers)];
    for (const identifier of before) if (!held.includes(identifier)) touched.add(identifier);
    for (const identifier of held) if (!before.includes(identifier)) touched.add(identifier);
    data.contacts.set(pageId, { createdAt, asOf, identifiers: held });
    for (const identifier of before) data.holders.get(identifier)?.delete(pageId);
    for (const identifier of held) setAt(data.holders, identifier).add(pageId);
  }
  return changed(data, touched);
}

export function dropContacts(data: MemoryStateData, asOf: number): string[] {
  const old = [...data.contacts].filter(([, contact]) => contact.asOf < asOf);
  for (const [pageId, { identifiers }] of old) {
    data.contacts.delete(pageId);
    for (const identifier of identifiers) data.holders.get(identifier)?.delete(pageId);
  }
  return changed(data, new Set(old.flatMap(([, { identifiers }]) => identifiers)));
}

export function readCanvas(
  data: MemoryStateData,
  identifiers: readonly string[],
  now: number,
): CanvasEntry[] {
  return [...new Set(identifiers)].flatMap((identifier) => {
    const pageIds = pagesOf(data, identifier);
    if (pageIds.length > 0) {
      const asOf = Math.min(...pageIds.map((pageId) => data.contacts.get(pageId)!.asOf));
      return { identifier, pageIds, asOf };
    }
    const lookup = data.canvas.get(identifier);
    return lookup && lookup.noneUntil > now ? { identifier, pageIds } : [];
  });
}

export function noteNone(
  data: MemoryStateData,
  identifiers: readonly string[],
  { until, now }: { until: number; now: number },
): void {
  for (const identifier of identifiers)
    Object.assign(lookupOf(data, identifier), { noneUntil: until, usedAt: now });
}

/** Keeps what a settled run was linked by, and counts its look-ups. */
export function useContacts(
  data: MemoryStateData,
  key: ActivityKey,
  contacts: readonly UsedContacts[],
  now: number,
): void {
  for (const identifier of data.links.get(key)?.keys() ?? []) data.linkedBy.get(identifier)?.delete(key);
  for (const { identifier } of contacts) setAt(data.linkedBy, identifier).add(key);
  data.links.set(key, new Map(contacts.map(({ identifier, pageIds }) => [identifier, setOf(pageIds)])));
  for (const { identifier, asked, noneUntil } of contacts) {
    const lookup = lookupOf(data, identifier);
    lookup[asked ? "misses" : "hits"]++;
    lookup.usedAt = now;
    lookup.noneUntil = noneUntil ?? lookup.noneUntil;
    if (isStale(data, key, identifier)) data.changed.add(identifier);
  }
}

export function relink(
  data: MemoryStateData,
  { now, limit }: { now: number; limit: number },
): { activities: number; more: boolean } {
  let activities = 0;
  let left = limit;
  for (const identifier of [...data.changed].sort()) {
    for (const key of data.linkedBy.get(identifier) ?? []) {
      if (!isStale(data, key, identifier)) continue;
      if (left-- <= 0) return { activities, more: true };
      data.links.get(key)?.set(identifier, setOf(pagesOf(data, identifier)));
      const activity = data.activities.get(key);
      if (!activity || !makeDue(activity, now)) continue;
      data.perhapsDue.add(key);
      activities++;
    }
    data.changed.delete(identifier);
  }
  return { activities, more: false };
}

export function canvasStats({ contacts, canvas }: MemoryStateData): CanvasStats {
  const held = new Set([...contacts.values()].flatMap(({ identifiers }) => identifiers));
  const lookups = [...canvas];
  const found = lookups.filter(([identifier]) => held.has(identifier)).length;
  return {
    contacts: [...contacts.values()].filter(({ identifiers }) => identifiers.length > 0).length,
    entries: lookups.length,
    found,
    none: lookups.length - found,
    hits: lookups.reduce((sum, [, { hits }]) => sum + hits, 0),
    misses: lookups.reduce((sum, [, { misses }]) => sum + misses, 0),
  };
}

/** One that stands still by decision is left alone, unless somebody is at work on it. */
function makeDue(activity: MemoryActivity, now: number): boolean {
  const { state, lease, fence, eventDueAt } = activity;
  if (["parked", "skipped", "trashed"].includes(state.status) && !lease) return false;
  // Whoever has the lease may have read before the change: only a run after his will do.
  activity.relinkFence = fence + 1;
  const waits = state.dueAt !== undefined && (eventDueAt !== undefined || state.dueAt <= now);
  activity.state = {
    ...state,
    relink: true,
    updatedAt: now,
    ...(waits ? {} : { dueAt: now, priority: "low" }),
  };
  return true;
}

function changed(data: MemoryStateData, identifiers: ReadonlySet<string>): string[] {
  for (const identifier of identifiers) {
    if ((data.linkedBy.get(identifier)?.size ?? 0) > 0) data.changed.add(identifier);
  }
  return [...identifiers];
}

function pagesOf({ contacts, holders }: MemoryStateData, identifier: string): string[] {
  const createdAt = (pageId: string) => contacts.get(pageId)?.createdAt ?? 0;
  return [...(holders.get(identifier) ?? [])].sort((a, b) => createdAt(a) - createdAt(b) || (a < b ? -1 : 1));
}

function setAt<Key, Value>(map: Map<Key, Set<Value>>, key: Key): Set<Value> {
  const known = map.get(key) ?? new Set();
  map.set(key, known);
  return known;
}

const setOf = (pageIds: readonly string[]): string => [...pageIds].sort().join();

function isStale(data: MemoryStateData, key: ActivityKey, identifier: string): boolean {
  const used = data.links.get(key)?.get(identifier);
  return used !== undefined && used !== setOf(pagesOf(data, identifier));
}

function lookupOf({ canvas }: MemoryStateData, identifier: string): MemoryLookup {
  const known = canvas.get(identifier) ?? {
    noneUntil: Number.NEGATIVE_INFINITY,
    hits: 0,
    misses: 0,
    usedAt: 0,
  };
  canvas.set(identifier, known);
  return known;
}
