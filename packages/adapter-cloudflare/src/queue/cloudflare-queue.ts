import type { QueueMessage, Queue as QueuePort } from "@openphone-notion/core";
import type { QueueBody } from "./queue-body.js";

export interface CloudflareQueueOptions {
  main: Pick<Queue<QueueBody>, "sendBatch">;
  /** For messages of critical priority, so that they never stand behind others. */
  critical: Pick<Queue<QueueBody>, "sendBatch">;
  /** Keeps the Worker awake until a promise has settled, for senders that do not wait. */
  keepAlive(work: Promise<unknown>): void;
}

/** Messages of one call of `sendBatch`; the platform takes 100. */
const AT_ONCE = 100;
/** The platform's longest delay: 12 hours. A key that comes early finds that it may wait. */
const LONGEST_DELAY_S = 43_200;

/** Sends keys to Cloudflare Queues. Whole seconds of delay, rounded up. */
export function createCloudflareQueue({ main, critical, keepAlive }: CloudflareQueueOptions): QueuePort {
  async function sendTo(queue: CloudflareQueueOptions["main"], messages: QueueMessage[]): Promise<void> {
    for (let from = 0; from < messages.length; from += AT_ONCE) {
      await queue.sendBatch(
        messages.slice(from, from + AT_ONCE).map(({ key, priority, delayMs }) => ({
          body: { key, priority },
          ...(delayMs ? { delaySeconds: delaySeconds(delayMs) } : {}),
        })),
      );
    }
  }

  return {
    send(messages) {
      const isCritical = ({ priority }: QueueMessage) => priority === "critical";
      const sent = Promise.all([
        sendTo(critical, messages.filter(isCritical)),
        sendTo(
          main,
          messages.filter((message) => !isCritical(message)),
        ),
      ]).then(() => {});
      keepAlive(sent.catch(() => {}));
      return sent;
    },
  };
}

export const delaySeconds = (delayMs: number): number =>
  Math.min(LONGEST_DELAY_S, Math.max(0, Math.ceil(delayMs / 1_000)));
