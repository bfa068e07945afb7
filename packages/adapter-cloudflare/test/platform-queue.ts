import type { Clock, QueueConsumer, Queue as QueuePort } from "@openphone-notion/core";
import { createKeyedRuns, type RunOutcome, type Wanted } from "../src/objects/keyed-runs.js";
import { createCloudflareQueue } from "../src/queue/cloudflare-queue.js";
import { consumeBatch } from "../src/queue/consume-batch.js";
import type { WorkerParts } from "../src/worker-parts.js";

const MAX_BATCH = 20;

interface Waiting {
  id: string;
  body: unknown;
  sentAt: number;
  visibleAt: number;
  attempts: number;
}

/** A message as the handler sees it, and what it decided. */
type Handled = Parameters<typeof consumeBatch>[2][number] & { retryInS?: number | undefined };

/**
 * Cloudflare Queues as their documentation has them, on a clock of the test's: batches, each handled by itself and several
 * at once; a delay for each message; what is retried comes again, what is neither acked nor retried is done.
 */
export function platformQueue(clock: Clock) {
  const waiting: Waiting[] = [];
  const underWay = new Set<Promise<void>>();
  let handler: ((messages: readonly Handled[]) => Promise<void>) | undefined;
  let ids = 0;

  function put(message: Waiting): void {
    waiting.push(message);
    clock.after(Math.max(0, message.visibleAt - clock.now()), pump);
  }

  function pump(): void {
    const now = clock.now();
    while (handler) {
      const batch = waiting.filter(({ visibleAt }) => visibleAt <= now).slice(0, MAX_BATCH);
      if (batch.length === 0) return;
      for (const message of batch) waiting.splice(waiting.indexOf(message), 1);
      const work: Promise<void> = deliver(handler, batch).finally(() => underWay.delete(work));
      underWay.add(work);
    }
  }

  async function deliver(handle: NonNullable<typeof handler>, batch: Waiting[]): Promise<void> {
    const handled = batch.map((message) => {
      const seen = {
        ...{ id: message.id, body: message.body, attempts: message.attempts },
        timestamp: new Date(message.sentAt),
        retryInS: undefined as number | undefined,
        ack() {},
        retry: ({ delaySeconds = 0 }: { delaySeconds?: number } = {}) => {
          seen.retryInS = delaySeconds;
        },
      };
      return seen;
    });
    let isBroken = false;
    await handle(handled).catch(() => {
      isBroken = true;
    });
    for (const [index, message] of batch.entries()) {
      const delayS = isBroken ? 0 : handled[index]?.retryInS;
      if (delayS === undefined) continue;
      put({ ...message, attempts: message.attempts + 1, visibleAt: clock.now() + delayS * 1_000 });
    }
  }

  return {
    sendBatch: async (messages: Iterable<{ body: unknown; delaySeconds?: number }>) => {
      const now = clock.now();
      for (const { body, delaySeconds = 0 } of messages) {
        const id = String(++ids);
        put({
          id,
          body: structuredClone(body),
          sentAt: now,
          visibleAt: now + delaySeconds * 1_000,
          attempts: 1,
        });
      }
      return {} as never;
    },
    start(handle: NonNullable<typeof handler>) {
      handler = handle;
      pump();
    },
    async stop() {
      handler = undefined;
      await Promise.all(underWay);
    },
  };
}

/** The adapter's two sides of one such queue; what an object of the Worker would run is `consumer`. */
export function adapterOn(platform: ReturnType<typeof platformQueue>, clock: Clock) {
  const queue: QueuePort = createCloudflareQueue({ main: platform, critical: platform, keepAlive() {} });
  const parts = {
    queue,
    store: { activities: async () => ({ activities: [] }), events: async () => ({ events: [] }) },
    openphone: { getCall: async () => undefined },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  } as unknown as WorkerParts;
  return {
    queue,
    start(consumer: QueueConsumer) {
      const run = createKeyedRuns({
        now: clock.now,
        run: async ({ key, priority }): Promise<RunOutcome> => {
          const again = await consumer({ key, priority });
          return again ? { status: "again", afterMs: again.retryAfterMs } : { status: "done" };
        },
      });
      const sync = (wanted: readonly Wanted[]) =>
        Promise.all(wanted.map((each) => run(each).catch((): RunOutcome => ({ status: "rejected" }))));
      platform.start((messages) => consumeBatch(parts, () => ({ sync }) as never, messages));
    },
    stop: () => platform.stop(),
  };
}
