import type { Queue, QueueConsumer } from "@openphone-notion/core";
import type { Expect, TestFunction } from "../state/suite/runner.js";
import { batchFacet } from "./suite/batch.js";
import { delayFacet } from "./suite/delay.js";
import { deliveryFacet } from "./suite/delivery.js";
import { durableFacet } from "./suite/durable.js";
import { exclusiveFacet } from "./suite/exclusive.js";
import type { Facet } from "./suite/facet.js";
import { priorityFacet } from "./suite/priority.js";
import { retryFacet } from "./suite/retry.js";
import { stopFacet } from "./suite/stop.js";

/** A queue with the worker on its other side. */
export interface QueueUnderTest {
  queue: Queue;
  /** Begins to deliver. */
  start(consumer: QueueConsumer): unknown;
  /** Delivers nothing more and resolves when what is under way has ended. */
  stop(): Promise<void>;
  /** Lets `ms` milliseconds pass, on the clock of the queue. */
  pass(ms: number): Promise<void>;
}

/** What a queue can do beyond the contract: the rows on what it cannot are skipped. */
export interface QueueCapabilities {
  /** A waiting message that is more urgent is delivered before others. */
  priority: boolean;
  /** One key is never worked on twice at once. Without it, the lease of the state store alone keeps runs apart. */
  exclusive: boolean;
  /** What was sent outlives the process. */
  durable: boolean;
}

/** What `testQueue` needs: the test runner, and queues to try. */
export interface QueueSuite {
  /** The runner's `test`; names are `facet/what: …` and stay the same from version to version. */
  test: TestFunction;
  /** The runner's `expect`; `toBe` and `toEqual` are used, the latter as Jest and Vitest define it. */
  expect: Expect;
  /** Makes an empty queue for one test, which stops it. It works on `concurrency` keys at once, if it can be told. */
  create(options: { concurrency: number }): QueueUnderTest | Promise<QueueUnderTest>;
  /** Opens what the newest `create` made as another process would, once that was stopped. For `durable` queues. */
  reopen?(): QueueUnderTest | Promise<QueueUnderTest>;
  capabilities: QueueCapabilities;
}

const FACETS: Record<string, (facet: Facet) => void> = {
  delivery: deliveryFacet,
  delay: delayFacet,
  retry: retryFacet,
  batch: batchFacet,
  stop: stopFacet,
  priority: priorityFacet,
  exclusive: exclusiveFacet,
  durable: durableFacet,
};

/** The contract of the `Queue` port and of its consumers, as tests. */
export function testQueue({ test, expect, create, reopen, capabilities }: QueueSuite): void {
  for (const [name, define] of Object.entries(FACETS)) {
    define({
      expect,
      test: (title, body, { concurrency = 4, needs } = {}) => {
        if (needs && !capabilities[needs]) {
          test.skip(`${name}/${title} (skipped: this queue is not "${needs}")`, async () => {});
          return;
        }
        test(`${name}/${title}`, async () => {
          const queues = [await create({ concurrency })];
          try {
            await body(queues[0]!, async () => {
              if (!reopen) throw new Error('A queue that is "durable" is tested with `reopen`.');
              const again = await reopen();
              queues.push(again);
              return again;
            });
          } finally {
            for (const queue of queues) await queue.stop();
          }
        });
      },
    });
  }
}
