import type { ActivityKey, ImportState, InboxEvent, PastRun } from "@openphone-notion/core";
import type { MemoryActivity } from "./memory-activity.js";

/** An event as the memory store keeps it; one of no activity is processed from the start. */
export interface MemoryEvent extends InboxEvent {
  /** Its place in the order of arrival. */
  seq: number;
  processed: boolean;
  /** When its activity was settled with it. */
  processedAt?: number;
}

/** A contact page as the memory store keeps it. */
export interface MemoryContact {
  createdAt: number;
  asOf: number;
  identifiers: readonly string[];
}

/** What became of the look-ups of one identifier. */
export interface MemoryLookup {
  /** Until when it is believed to have no contact. */
  noneUntil: number;
  hits: number;
  misses: number;
  usedAt: number;
}

/** What a memory store holds. */
export interface MemoryStateData {
  /** How many events have ever arrived. */
  arrived: number;
  events: Map<string, MemoryEvent>;
  /** Ids of the events of each activity, in the order of arrival; some may be gone from `events`. */
  eventIds: Map<ActivityKey, Set<string>>;
  activities: Map<ActivityKey, MemoryActivity>;
  /** Every activity that has a due time, and some that have none any more. */
  perhapsDue: Set<ActivityKey>;
  /** The runs of each activity, in the order of their settling. */
  history: Map<ActivityKey, PastRun[]>;
  /** Who has each role, and until when. */
  roles: Map<string, { owner: string; until: number }>;
  imports: Map<string, ImportState>;
  contacts: Map<string, MemoryContact>;
  /** The pages in `contacts` that hold each identifier. */
  holders: Map<string, Set<string>>;
  /** What was looked up, by identifier. */
  canvas: Map<string, MemoryLookup>;
  /** The contacts that each activity was last settled with, by identifier. */
  links: Map<ActivityKey, Map<string, string>>;
  /** The activities in `links` of each identifier. */
  linkedBy: Map<string, Set<ActivityKey>>;
  /** Identifiers whose contacts have changed, of which not all activities have been told. */
  changed: Set<string>;
  cursors: Map<string, string>;
}

/** An empty database. A Map keeps the order of insertion, which for events is the order of arrival. */
export const createMemoryStateData = (): MemoryStateData => ({
  arrived: 0,
  events: new Map(),
  eventIds: new Map(),
  activities: new Map(),
  perhapsDue: new Set(),
  history: new Map(),
  roles: new Map(),
  imports: new Map(),
  contacts: new Map(),
  holders: new Map(),
  canvas: new Map(),
  links: new Map(),
  linkedBy: new Map(),
  changed: new Set(),
  cursors: new Map(),
});
