import {
  type ActivityKey,
  type Clock,
  moreUrgent,
  type Priority,
  priorityOrder,
  type Queue,
  type QueueConsumer,
} from "@openphone-notion/core";

const WORKERS = 8;
/** Of them, only for what is not of low priority. */
const RESERVED = 2;

/** A queue with one entry a key, as a process keeps it: workers take the most urgent first. */
export interface KeyedQueue extends Queue {
  start(consumer: QueueConsumer): void;
}

export function createKeyedQueue(clock: Clock): KeyedQueue {
  const waiting = new Map<ActivityKey, Priority>();
  const running = new Set<ActivityKey>();
  let consumer: QueueConsumer | undefined;

  function put(key: ActivityKey, priority: Priority): void {
    waiting.set(key, moreUrgent(priority, waiting.get(key) ?? priority));
    pump();
  }

  function next(): [ActivityKey, Priority] | undefined {
    let best: [ActivityKey, Priority] | undefined;
    for (const entry of waiting) {
      if (running.has(entry[0])) continue;
      if (entry[1] === "low" && running.size >= WORKERS - RESERVED) continue;
      if (!best || priorityOrder(entry[1]) < priorityOrder(best[1])) best = entry;
      if (best[1] === "critical") break;
    }
    return best;
  }

  function pump(): void {
    while (consumer && running.size < WORKERS) {
      const entry = next();
      if (!entry) return;
      const [key, priority] = entry;
      waiting.delete(key);
      running.add(key);
      consumer({ key, priority })
        .catch(() => ({ retryAfterMs: 1_000 }))
        .then((again) => {
          running.delete(key);
          if (again) clock.after(again.retryAfterMs, () => put(key, priority));
          pump();
        });
    }
  }

  return {
    async send(messages) {
      for (const { key, priority, delayMs } of messages) {
        if (delayMs) clock.after(delayMs, () => put(key, priority));
        else put(key, priority);
      }
    },
    start(start) {
      consumer = start;
      pump();
    },
  };
}
