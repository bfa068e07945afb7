import {
  type ActivityKey,
  type Clock,
  type Logger,
  moreUrgent,
  type Priority,
  type Queue,
  type QueueConsumer,
  type QueueMessage,
} from "@openphone-notion/core";
import TinyQueue from "tinyqueue";

export interface InProcessQueueOptions {
  clock: Clock;
  logger: Logger;
  /** Keys worked on at once. Default 8. */
  concurrency?: number;
  /** Keys held at once; beyond that messages are dropped, which the sweeper repairs. Default 50,000. */
  maxKeys?: number;
}

/** A queue whose memory is this process. Loses everything when the process ends; the state store knows what is due. */
export interface InProcessQueue extends Queue {
  /** Begins to deliver. */
  start(consumer: QueueConsumer): void;
  /** Delivers nothing more and resolves when what is under way has ended. */
  stop(): Promise<void>;
  /** Resolves when nothing is waiting, delayed or under way. */
  idle(): Promise<void>;
}

interface Wish {
  priority: Priority;
  /** Milliseconds since the epoch. */
  readyAt: number;
}

/** Slots that only critical keys may take, so that long downloads never make an incoming message wait. */
const RESERVED = 2;
/** How soon a key comes back whose consumer rejected: the state store is failing, so not at once. */
const REJECTED_MS = 1_000;

const PRIORITIES = ["critical", "standard", "low"] as const;

/** One entry a key, whatever number of messages: several become one run. A key is never run twice at once. */
export function createInProcessQueue(options: InProcessQueueOptions): InProcessQueue {
  const { clock, logger } = options;
  const concurrency = options.concurrency ?? 8;
  const maxKeys = options.maxKeys ?? 50_000;

  const waiting = new Map<ActivityKey, Wish>();
  const ready: Record<Priority, Set<ActivityKey>> = {
    critical: new Set(),
    standard: new Set(),
    low: new Set(),
  };
  /** Entries are never removed early: one whose time no longer matches its wish is passed over. */
  const delayed = new TinyQueue<{ key: ActivityKey; readyAt: number }>([], (a, b) => a.readyAt - b.readyAt);
  const running = new Map<ActivityKey, Wish | undefined>();
  const runs = new Set<Promise<void>>();
  let consumer: QueueConsumer | undefined;
  let cancelTimer = () => {};
  let idlers: (() => void)[] = [];

  const merge = (a: Wish | undefined, b: Wish): Wish =>
    a ? { priority: moreUrgent(a.priority, b.priority), readyAt: Math.min(a.readyAt, b.readyAt) } : b;

  function wish(key: ActivityKey, wanted: Wish): void {
    if (running.has(key)) {
      running.set(key, merge(running.get(key), wanted));
      return;
    }
    const known = waiting.get(key);
    if (!known && waiting.size >= maxKeys) return;
    const merged = merge(known, wanted);
    // Nothing new: a key that the sweeper names again keeps its place in the line.
    if (known && merged.priority === known.priority && merged.readyAt === known.readyAt) return;
    if (known) ready[known.priority].delete(key);
    waiting.set(key, merged);
    if (merged.readyAt <= clock.now()) ready[merged.priority].add(key);
    else if (merged.readyAt !== known?.readyAt) delayed.push({ key, readyAt: merged.readyAt });
  }

  function wakeDelayed(): void {
    const now = clock.now();
    for (let top = delayed.peek(); top && top.readyAt <= now; top = delayed.peek()) {
      delayed.pop();
      const entry = waiting.get(top.key);
      if (entry?.readyAt === top.readyAt) ready[entry.priority].add(top.key);
    }
    cancelTimer();
    const next = delayed.peek();
    cancelTimer = next ? clock.after(next.readyAt - now, pump) : () => {};
  }

  function takeNext(): ActivityKey | undefined {
    for (const priority of PRIORITIES) {
      if (priority !== "critical" && running.size >= Math.max(1, concurrency - RESERVED)) return undefined;
      for (const key of ready[priority]) {
        ready[priority].delete(key);
        return key;
      }
    }
    return undefined;
  }

  function pump(): void {
    if (!consumer) return;
    wakeDelayed();
    while (running.size < concurrency) {
      const key = takeNext();
      if (key === undefined) break;
      const { priority } = waiting.get(key)!;
      waiting.delete(key);
      running.set(key, undefined);
      const run = deliver(consumer, { key, priority }).finally(() => runs.delete(run));
      runs.add(run);
    }
    if (waiting.size === 0 && running.size === 0) {
      for (const resolve of idlers) resolve();
      idlers = [];
    }
  }

  async function deliver(to: QueueConsumer, message: QueueMessage): Promise<void> {
    const { key, priority } = message;
    let retryAfterMs: number | undefined;
    try {
      retryAfterMs = (await to(message))?.retryAfterMs;
    } catch (error) {
      logger.error("queue.consumer_rejected", {
        key,
        error: error instanceof Error ? error.name : typeof error,
      });
      retryAfterMs = REJECTED_MS;
    }
    const again = running.get(key);
    running.delete(key);
    if (again) wish(key, again);
    if (retryAfterMs !== undefined) wish(key, { priority, readyAt: clock.now() + retryAfterMs });
    pump();
  }

  return {
    async send(messages) {
      const now = clock.now();
      for (const { key, priority, delayMs } of messages)
        wish(key, { priority, readyAt: now + (delayMs ?? 0) });
      pump();
    },
    start(start) {
      consumer = start;
      pump();
    },
    async stop() {
      consumer = undefined;
      cancelTimer();
      await Promise.all(runs);
    },
    idle: () =>
      waiting.size === 0 && running.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => idlers.push(resolve)),
  };
}
