import type { ActivityKey, QueueConsumer, QueueMessage } from "@openphone-notion/core";
import type { QueueUnderTest } from "../test-queue.js";

/** How long a row waits, in all, for what should come by itself. Longer than any backend takes to deliver. */
const PATIENCE_MS = 60_000;
/** Short steps at first, for most rows are done at once. */
const stepMs = (passedMs: number): number => (passedMs < 3_000 ? 100 : 1_000);

export const aMessage = (key: ActivityKey, fields: Partial<QueueMessage> = {}): QueueMessage => ({
  key,
  priority: "standard",
  ...fields,
});

/** Lets time pass until `isDone`, but not for ever. */
export async function until(queue: QueueUnderTest, isDone: () => boolean): Promise<void> {
  for (let passed = 0; !isDone() && passed < PATIENCE_MS; passed += stepMs(passed)) {
    await queue.pass(stepMs(passed));
  }
}

/** A consumer that takes down what it is given. */
export interface Worker {
  consume: QueueConsumer;
  /** Keys in the order in which their runs began. */
  keys: ActivityKey[];
  /** As delivered. */
  messages: QueueMessage[];
  /** How often `key` was delivered. */
  times(key: ActivityKey): number;
}

/** `work` decides what becomes of a message; without it every one is done at once. */
export function aWorker(work: QueueConsumer = async () => undefined): Worker {
  const messages: QueueMessage[] = [];
  const keys: ActivityKey[] = [];
  return {
    messages,
    keys,
    times: (key) => keys.filter((each) => each === key).length,
    consume: (message) => {
      messages.push(message);
      keys.push(message.key);
      return work(message);
    },
  };
}

/** A worker whose runs each stand still until they are let go; at the end of the row all are. */
export interface HeldWorker extends Worker {
  /** Keys of the runs under way. */
  held: readonly ActivityKey[];
  /** Ends the runs of `key`, or all. */
  release(key?: ActivityKey): void;
}

/** Starts `queue` with a held worker for the time of `body`. */
export async function withHeldWorker(
  queue: QueueUnderTest,
  body: (worker: HeldWorker) => Promise<void>,
): Promise<void> {
  const runs: { key: ActivityKey; end(): void }[] = [];
  let isOver = false;
  const worker = aWorker(async ({ key }) => {
    if (!isOver) await new Promise<void>((end) => runs.push({ key, end }));
    return undefined;
  });
  const release = (key?: ActivityKey) => {
    for (const run of runs.filter((each) => key === undefined || each.key === key)) {
      runs.splice(runs.indexOf(run), 1);
      run.end();
    }
  };
  try {
    await queue.start(worker.consume);
    const held = () => runs.map(({ key }) => key);
    await body({
      ...worker,
      get held() {
        return held();
      },
      release,
    });
  } finally {
    isOver = true;
    release();
  }
}
