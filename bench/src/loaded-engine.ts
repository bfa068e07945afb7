import { setTimeout as sleep } from "node:timers/promises";
import { createInProcessQueue } from "@openphone-notion/adapter-node";
import { silentLogger, systemClock } from "@openphone-notion/core";
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
  const engine = createBenchEngine({
    ...options,
    ...{ queue, clock },
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
      queue.start(engine.consume);
      for (;;) {
        await queue.idle();
        if ((await store.health(clock.now())).depth === 0) return;
        await sleep(LOOK_EVERY_MS);
        await engine.sweep();
      }
    },
    stop: () => queue.stop(),
  };
}
