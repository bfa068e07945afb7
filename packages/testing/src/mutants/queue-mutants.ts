import type { ActivityKey, QueueConsumer } from "@openphone-notion/core";
import type { MemoryQueue } from "../queue/memory-queue.js";
import type { Mutant } from "./mutant.js";

/** Given a good queue, answers the operations that go wrong. */
export type QueueMutant = Mutant<(good: MemoryQueue) => Partial<MemoryQueue>>;

/** Puts `consumer` between the queue and the real one. */
const consuming =
  (around: (consumer: QueueConsumer, good: MemoryQueue) => QueueConsumer): QueueMutant["breaks"] =>
  (good) => ({ start: (consumer) => good.start(around(consumer, good)) });

/** Queues that lose, double, hurry or dawdle. */
export const queueMutants: readonly QueueMutant[] = [
  {
    name: "drops delayed messages",
    caughtBy: "delay/time",
    breaks: ({ send }) => ({ send: (messages) => send(messages.filter(({ delayMs }) => !delayMs)) }),
  },
  {
    name: "knows no delay",
    caughtBy: "delay/time",
    breaks: ({ send }) => ({
      send: (messages) => send(messages.map(({ delayMs: _, ...message }) => message)),
    }),
  },
  {
    name: "takes the last wish for a key and forgets the others",
    caughtBy: "delay/same key",
    breaks: ({ send }) => ({
      send: (messages) =>
        send(
          messages.filter(
            ({ key, delayMs = 0 }, index) =>
              !messages.some(
                (other, at) => at !== index && other.key === key && (other.delayMs ?? 0) > delayMs,
              ),
          ),
        ),
    }),
  },
  {
    name: "loses what is sent before it is started",
    caughtBy: "delivery/before start",
    breaks: ({ send, start }) => {
      let isStarted = false;
      return {
        send: async (messages) => (isStarted ? send(messages) : undefined),
        start: (consumer) => {
          isStarted = true;
          start(consumer);
        },
      };
    },
  },
  {
    name: "delivers a key once in its life",
    caughtBy: "delivery/again",
    breaks: ({ send }) => {
      const known = new Set<ActivityKey>();
      return { send: (messages) => send(messages.filter(({ key }) => !known.has(key) && known.add(key))) };
    },
  },
  {
    name: "takes a message for a key that is worked on for a repeat",
    caughtBy: "delivery/meanwhile",
    breaks: ({ send, start }) => {
      const running = new Set<ActivityKey>();
      return {
        send: (messages) => send(messages.filter(({ key }) => !running.has(key))),
        start: (consumer) =>
          start(async (message) => {
            running.add(message.key);
            return consumer(message).finally(() => running.delete(message.key));
          }),
      };
    },
  },
  {
    name: "takes 100 messages of a call",
    caughtBy: "delivery/many",
    breaks: ({ send }) => ({ send: (messages) => send(messages.slice(0, 100)) }),
  },
  {
    name: "delivers every message as standard",
    caughtBy: "delivery/message",
    breaks: consuming((consumer) => (message) => consumer({ ...message, priority: "standard" })),
  },
  {
    name: "works on one key after the other",
    caughtBy: "delivery/parallel",
    breaks: consuming((consumer) => {
      let last: Promise<unknown> = Promise.resolve();
      return (message) => {
        const run = last.then(() => consumer(message));
        last = run.catch(() => {});
        return run;
      };
    }),
  },
  {
    name: "delivers twice what was done",
    caughtBy: "retry/done",
    breaks: consuming((consumer, { send }) => {
      const doubled = new Set<ActivityKey>();
      return async (message) => {
        const answer = await consumer(message);
        if (!doubled.has(message.key)) await send([{ ...message, delayMs: 1_000 }]);
        doubled.add(message.key);
        return answer;
      };
    }),
  },
  {
    name: "does not hear when a key wants to come back",
    caughtBy: "retry/retryAfterMs",
    breaks: consuming((consumer) => async (message) => {
      await consumer(message);
      return undefined;
    }),
  },
  {
    name: "brings a key back at once, whenever it wants to",
    caughtBy: "retry/retryAfterMs: comes back",
    breaks: consuming((consumer) => async (message) => {
      const answer = await consumer(message);
      return answer && { retryAfterMs: 0 };
    }),
  },
  {
    name: "takes a wish to come back in 0 ms for none",
    caughtBy: "retry/retryAfterMs: of 0",
    breaks: consuming((consumer) => async (message) => {
      const answer = await consumer(message);
      return answer?.retryAfterMs ? answer : undefined;
    }),
  },
  {
    name: "gives a key up after five tries",
    caughtBy: "retry/retryAfterMs: is granted",
    breaks: consuming((consumer) => {
      let tries = 0;
      return async (message) => {
        const answer = await consumer(message);
        return ++tries < 5 ? answer : undefined;
      };
    }),
  },
  {
    name: "takes a rejection for done",
    caughtBy: "retry/rejected",
    breaks: consuming((consumer) => async (message) => consumer(message).catch(() => undefined)),
  },
  {
    name: "brings a rejected key back in a rush",
    caughtBy: "retry/rejected: over and over",
    breaks: consuming((consumer) => async (message) => consumer(message).catch(() => ({ retryAfterMs: 1 }))),
  },
  {
    name: "a message that fails brings its whole batch back",
    caughtBy: "batch/partial",
    breaks: ({ send, start }) => {
      const batches = new Map<ActivityKey, readonly ActivityKey[]>();
      return {
        send: (messages) => {
          for (const { key } of messages)
            batches.set(
              key,
              messages.map((message) => message.key),
            );
          return send(messages);
        },
        start: (consumer) =>
          start(async (message) =>
            consumer(message).catch(async () => {
              const keys = batches.get(message.key) ?? [];
              await send(keys.map((key) => ({ key, priority: "standard" })));
              return undefined;
            }),
          ),
      };
    },
  },
  {
    name: "stops without waiting for what is under way",
    caughtBy: "stop/drain",
    breaks: ({ stop }) => ({
      stop: async () => {
        stop().catch(() => {});
      },
    }),
  },
  {
    name: "goes on after it was stopped",
    caughtBy: "stop/afterwards",
    breaks: () => ({ stop: async () => {} }),
  },
  {
    name: "ignores priorities",
    caughtBy: "priority/order",
    breaks: ({ send, start }) => ({
      send: (messages) => send(messages.map((message) => ({ ...message, priority: "standard" }))),
      start,
    }),
  },
  {
    name: "an urgent message waits behind a long line",
    caughtBy: "priority/overtaking",
    breaks: ({ send }) => ({
      send: (messages) =>
        send(messages.map((message) => (messages.length === 1 ? { ...message, priority: "low" } : message))),
    }),
  },
  {
    name: "a key stays as lazy as its first message",
    caughtBy: "priority/upgrade",
    breaks: ({ send }) => {
      const known = new Set<ActivityKey>();
      return {
        send: (messages) => send(messages.filter(({ key }) => !known.has(key) && known.add(key))),
      };
    },
  },
  {
    name: "runs one key twice at once",
    caughtBy: "exclusive/same key",
    breaks: consuming((consumer) => async (message) => {
      const twin = consumer(message).catch(() => undefined);
      const answer = await consumer(message);
      await twin;
      return answer;
    }),
  },
  {
    name: "ends with its process",
    caughtBy: "durable/restart",
    breaks: ({ stop, start }) => {
      let isStopped = false;
      return {
        stop: async () => {
          isStopped = true;
          await stop();
        },
        start: (consumer) => (isStopped ? undefined : start(consumer)),
      };
    },
  },
];
