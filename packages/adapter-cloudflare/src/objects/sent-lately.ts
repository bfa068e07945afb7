import type { ActivityKey, DueActivity } from "@openphone-notion/core";

/** Keys that are remembered. */
const MEMORY = 5_000;
const SENT = "sentLately";

type Sent = Map<ActivityKey, { dueAt: number; at: number }>;

/** The keys whose message was sent a moment ago and is surely still in the queue. */
export interface SentLately {
  /** A key that has become due anew since is another matter. */
  has(due: DueActivity): boolean;
  /** Remembers a key; for good with the next `keep`. */
  add(due: DueActivity): void;
  /** Their messages are in no queue any more, or never were. */
  forget(keys: readonly ActivityKey[]): Promise<void>;
  keep(): Promise<void>;
}

/** Kept in the storage of an object, which is dropped from memory between two ticks. */
export async function readSentLately(
  storage: DurableObjectStorage,
  withinMs: number,
  now: () => number,
): Promise<SentLately> {
  const sent: Sent = (await storage.get<Sent>(SENT)) ?? new Map();

  async function keep(): Promise<void> {
    for (const [key, { at }] of sent) if (at + withinMs <= now()) sent.delete(key);
    await storage.put(SENT, sent);
  }

  return {
    keep,
    has: ({ key, dueAt }) => {
      const known = sent.get(key);
      return known?.dueAt === dueAt && known.at + withinMs > now();
    },
    add({ key, dueAt }) {
      sent.delete(key);
      sent.set(key, { dueAt, at: now() });
      if (sent.size > MEMORY) sent.delete(sent.keys().next().value!);
    },
    async forget(keys) {
      const known = keys.filter((key) => sent.delete(key));
      if (known.length > 0) await keep();
    },
  };
}
