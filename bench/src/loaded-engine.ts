import { setTimeout as sleep } from "node:timers/promises";
import { createInProcessQueue } from "@openphone-notion/adapter-node";
import { type ActivityKey, silentLogger, systemClock } from "@openphone-notion/core";
import type { SignedWebhook } from "@openphone-notion/testing";
import { type BenchEngineOptions, createBenchEngine } from "./bench-engine.ts";

/** An engine with the queue that the Node adapter gives it, to be loaded as far as it goes. */
export interface LoadedEngine {
  /** Delivers as many senders would, each waiting for its answer before it sends the next. */
  deliver(webhooks: readonly SignedWebhook[]): Promise<void>;
  /** Lets the workers begin, if they have not, and resolves when every event is settled. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const SENDERS = 32;
const LOOK_EVERY_MS = 5;

export function createLoadedEngine(
  options: Pick<BenchEngineOptions, "store" | "storage" | "notion" | "notionFetch">,
): LoadedEngine {
  const { store } = options;
  const clock = systemClock;
  const queue = createInProcessQueue({ clock, logger: silentLogger });
  /** Keys that a webhook has made dirty, until they have been worked on. */
  const dirty = new Set<ActivityKey>();
  let running = 0;
  const engine = createBenchEngine({
    ...options,
    queue: {
      send(messages) {
        for (const { key } of messages) dirty.add(key);
        return queue.send(messages);
      },
    },
    clock,
    timings: { standardWindowMs: 0, lowWindowMs: 0 },
  });
  const encoder = new TextEncoder();
  return {
    async deliver(webhooks) {
      const left = webhooks.values();
      const sender = async () => {
        for (const { headers, body } of left) {
          await engine.ingest({ headers: new Headers(headers), body: encoder.encode(body) });
        }
      };
      await Promise.all(Array.from({ length: SENDERS }, sender));
    },
    async settle() {
      queue.start(async (message) => {
        dirty.delete(message.key);
        running++;
        try {
          return await engine.consume(message);
        } finally {
          running--;
        }
      });
      for (;;) {
        while (dirty.size > 0 || running > 0) await sleep(LOOK_EVERY_MS);
        if ((await store.health(clock.now())).events.waiting === 0) return;
        await sleep(LOOK_EVERY_MS);
        await engine.sweep();
      }
    },
    stop: () => queue.stop(),
  };
}
