import {
  type Clock,
  priorityOrder,
  type Queue,
  type QueueConsumer,
  type QueueMessage,
} from "@openphone-notion/core";

/** Delays run on `clock`. */
export interface MemoryQueueOptions {
  clock: Clock;
  /** Keys worked on at once. Default 4. */
  concurrency?: number;
}

/** A queue of messages in memory, for tests: every message is delivered on its own, none is merged with another. */
export interface MemoryQueue extends Queue {
  /** Begins to deliver; after a `stop`, goes on with what was left. */
  start(consumer: QueueConsumer): void;
  /** Delivers nothing more and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** How soon a message comes back whose consumer rejected. */
const REJECTED_MS = 1_000;

interface Waiting extends QueueMessage {
  /** Milliseconds since the epoch. */
  readyAt: number;
}

/** The plainest queue that keeps the contract; a look over the whole list is made for every delivery. */
export function createMemoryQueue({ clock, concurrency = 4 }: MemoryQueueOptions): MemoryQueue {
  const waiting = new Set<Waiting>();
  const running = new Map<string, Promise<void>>();
  let consumer: QueueConsumer | undefined;
  let cancelTimer = () => {};

  function put({ key, priority }: QueueMessage, delayMs = 0): void {
    waiting.add({ key, priority, readyAt: clock.now() + delayMs });
  }

  function next(): Waiting | undefined {
    return [...waiting]
      .filter(({ key, readyAt }) => readyAt <= clock.now() && !running.has(key))
      .sort((a, b) => priorityOrder(a.priority) - priorityOrder(b.priority))[0];
  }

  function pump(): void {
    while (consumer && running.size < concurrency) {
      const message = next();
      if (!message) break;
      waiting.delete(message);
      running.set(message.key, deliver(consumer, message));
    }
    cancelTimer();
    const later = [...waiting].map(({ readyAt }) => readyAt - clock.now()).filter((ms) => ms > 0);
    cancelTimer = consumer && later.length > 0 ? clock.after(Math.min(...later), pump) : () => {};
  }

  async function deliver(to: QueueConsumer, { key, priority }: Waiting): Promise<void> {
    // The run is entered as running before it begins.
    await Promise.resolve();
    try {
      const again = await to({ key, priority });
      if (again) put({ key, priority }, again.retryAfterMs);
    } catch {
      put({ key, priority }, REJECTED_MS);
    }
    running.delete(key);
    pump();
  }

  return {
    async send(messages) {
      for (const message of messages) put(message, message.delayMs);
      pump();
    },
    start(start) {
      consumer = start;
      pump();
    },
    async stop() {
      consumer = undefined;
      cancelTimer();
      await Promise.all(running.values());
    },
  };
}
