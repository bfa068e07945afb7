import type { Queue, QueueConsumer, QueueMessage } from "@openphone-notion/core";
import type { Air } from "./air.ts";

/** More messages of one key than these are joined, as any queue of keys does: else doubles would double for ever. */
const AT_MOST_OF_A_KEY = 2;

/** A queue that loses, doubles and reorders, and remembers nothing of a consumer that died over a message. */
export function lossyQueue(air: Air, consumer: () => QueueConsumer | undefined): Queue {
  const dice = air.dice.for("queue");
  const waiting = new Map<string, number>();

  function post(message: QueueMessage, delayMs: number): void {
    const already = waiting.get(message.key) ?? 0;
    if (already >= AT_MOST_OF_A_KEY || dice.chance(air.weather.messageLost)) return;
    waiting.set(message.key, already + 1);
    air.clock.after(delayMs, () => {
      waiting.set(message.key, (waiting.get(message.key) ?? 1) - 1);
      void deliver(message);
    });
  }

  async function deliver(message: QueueMessage): Promise<void> {
    const consume = consumer();
    if (!consume) return;
    try {
      const again = await consume(message);
      if (again) post(message, again.retryAfterMs);
    } catch (error) {
      air.journal.note(`consumer of ${message.key} failed: ${(error as Error).message}`);
      post(message, 1_000);
    }
  }

  return {
    async send(messages) {
      for (const { delayMs = 0, ...message } of messages) {
        post(message, delayMs + dice.between(0, 300));
        if (dice.chance(air.weather.messageDoubled)) post(message, delayMs + dice.between(0, 3_000));
      }
    },
  };
}
