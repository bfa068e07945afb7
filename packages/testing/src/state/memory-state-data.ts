import type { ActivityKey, CanvasEntry, ImportState, InboxEvent, PastRun } from "@openphone-notion/core";
import type { MemoryActivity } from "./memory-activity.js";

/** An event as the memory store keeps it; one of no activity is processed from the start. */
export interface MemoryEvent extends InboxEvent {
  /** Its place in the order of arrival. */
  seq: number;
  processed: boolean;
  /** When its activity was settled with it. */
  processedAt?: number;
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
  canvas: Map<string, CanvasEntry>;
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
  canvas: new Map(),
  cursors: new Map(),
});
