import type { ActivityKey, CanvasEntry, InboxEvent } from "@openphone-notion/core";
import type { MemoryActivity } from "./memory-activity.js";

/** What a memory store holds. */
export interface MemoryStateData {
  events: Map<string, InboxEvent & { processed: boolean }>;
  activities: Map<ActivityKey, MemoryActivity>;
  canvas: Map<string, CanvasEntry>;
  cursors: Map<string, string>;
}

/** An empty database. A Map keeps the order of insertion, which for events is the order of arrival. */
export const createMemoryStateData = (): MemoryStateData => ({
  events: new Map(),
  activities: new Map(),
  canvas: new Map(),
  cursors: new Map(),
});
