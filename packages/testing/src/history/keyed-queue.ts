import {
  type ActivityKey,
  type Clock,
  moreUrgent,
  type Priority,
  type Queue,
  type QueueConsumer,
} from "@openphone-notion/core";

const PRIORITIES = ["critical", "standard", "low"] as const;
const WORKERS = 8;
/** Of them, only for what is not of low priority. */
const RESERVED = 2;

/** A queue with one entry a key, as a process keeps it: workers take the most urgent first. */
export interface KeyedQueue extends Queue {
  start(consumer: QueueConsumer): void;
}

export function createKeyedQueue(clock: Clock): KeyedQueue {
  const waiting = new Map<ActivityKey, Priority>();
  const lines: Record<Priority, Set<ActivityKey>> = {
    critical: new Set(),
    standard: new Set(),
    low: new Set(),
  };
  const running = new Set<ActivityKey>();
  let consumer: QueueConsumer | undefined;

  function put(key: ActivityKey, wanted: Priority): void {
    const known = waiting.get(key);
    const priority = moreUrgent(wanted, known ?? wanted);
    // A key that is named again keeps its place in the line.
    if (priority === known) return;
    if (known) lines[known].delete(key);
    waiting.set(key, priority);
    lines[priority].add(key);
    pump();
  }

  function next(): { key: ActivityKey; priority: Priority } | undefined {
    for (const priority of PRIORITIES) {
      if (priority === "low" && running.size >= WORKERS - RESERVED) continue;
      for (const key of lines[priority]) if (!running.has(key)) return { key, priority };
    }
    return undefined;
  }

  function pump(): void {
    while (consumer && running.size < WORKERS) {
      const message = next();
      if (!message) return;
      const { key, priority } = message;
      waiting.delete(key);
      lines[priority].delete(key);
      running.add(key);
      consumer(message)
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
