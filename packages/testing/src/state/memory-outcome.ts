import { type Failure, moreUrgent, type Priority, type Settlement } from "@openphone-notion/core";
import type { MemoryActivity } from "./memory-activity.js";

/** `activity` after `settlement`, its lease released; `waiting` are the priorities of the events still to reflect. */
export function settled(
  { state, fence, relinkFence = 0 }: MemoryActivity,
  settlement: Settlement,
  waiting: readonly Priority[],
  now: number,
): MemoryActivity {
  const { key, kind } = state;
  const { status, record, progress, pageId = state.pageId } = settlement;
  const [first, ...others] = waiting;
  const relink = relinkFence > fence;
  const dueAt = first === undefined && !relink ? settlement.dueAt : now;
  return {
    fence,
    ...(relink && { relinkFence }),
    state: {
      key,
      kind,
      status,
      priority: first === undefined ? (relink ? "low" : "standard") : others.reduce(moreUrgent, first),
      record,
      progress,
      attempts: 0,
      updatedAt: now,
      ...(relink && { relink }),
      ...(pageId !== undefined && { pageId }),
      ...(dueAt !== undefined && { dueAt }),
    },
  };
}

/** `activity` after `failure`, its lease released. */
export function failed(
  { state, fence, eventDueAt, relinkFence }: MemoryActivity,
  failure: Failure,
  now: number,
): MemoryActivity {
  const { errorCode, errorMessage, attempted, next, intent, progress = state.progress } = failure;
  const { key, kind, status, priority, record, pageId, attempts } = state;
  // An event that came while this run was failing has its turn all the same.
  const times = [next.action === "retry" ? next.dueAt : undefined, eventDueAt].filter(
    (time) => time !== undefined,
  );
  return {
    fence,
    ...(relinkFence !== undefined && { relinkFence }),
    state: {
      key,
      kind,
      // What was parked is being tried again; every other status says what Notion shows and stays true.
      status: next.action === "park" ? "parked" : status === "parked" ? "pending" : status,
      priority,
      attempts: attempts + (attempted ? 1 : 0),
      errorCode,
      errorMessage,
      errorAt: now,
      updatedAt: now,
      ...(record !== undefined && { record }),
      ...(progress !== undefined && { progress }),
      ...(pageId !== undefined && { pageId }),
      ...(intent !== undefined && { intent }),
      ...(relinkFence !== undefined && { relink: true }),
      ...(times.length > 0 && { dueAt: Math.min(...times) }),
    },
  };
}
