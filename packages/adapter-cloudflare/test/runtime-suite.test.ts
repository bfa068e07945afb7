import { rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { type Runtime, type RuntimeSetting, testRuntime } from "@openphone-notion/testing";
import { expect, test, vi } from "vitest";
import { bundleWorker } from "./bundle-worker.js";
import { freshFolder, startWorker } from "./worker-on-miniflare.js";

// Each row starts a workerd of its own.
vi.setConfig({ testTimeout: 90_000 });

/** A restart ends the process without notice, so its lease has to run out. */
const LEASE_MS = 10_000;

/** Times are options in code only, so each set of them is a bundle. */
const bundles = new Map<string, Promise<string>>();
function bundleWith(timings: object): Promise<string> {
  const code = `createWorker({ timings: ${JSON.stringify(timings)} })`;
  const bundle = bundles.get(code) ?? bundleWorker(code);
  bundles.set(code, bundle);
  return bundle;
}

async function create(setting: RuntimeSetting): Promise<Runtime> {
  const { openphone, notion, webhookSecrets, mediaAllowedHosts, publicUrl, timings } = setting;
  const { coalesceWindowMs, ...finer } = timings;
  const folder = await freshFolder();
  const options = {
    script: await bundleWith({ ...finer, leaseMs: LEASE_MS }),
    folder,
    settings: {
      OPENPHONE_API_KEY: openphone.apiKey,
      OPENPHONE_API_BASE: openphone.baseUrl,
      OPENPHONE_WEBHOOK_SECRET: webhookSecrets.join(","),
      NOTION_API_KEY: notion.token,
      NOTION_API_BASE: notion.baseUrl,
      NOTION_CALLS_DATABASE_ID: notion.databases.calls,
      NOTION_MESSAGES_DATABASE_ID: notion.databases.messages,
      NOTION_CANVAS_DATABASE_ID: notion.databases.canvas,
      MEDIA_ALLOWED_HOSTS: mediaAllowedHosts.join(","),
      PUBLIC_URL: publicUrl,
      COALESCE_WINDOW_MS: String(coalesceWindowMs),
      LOG_LEVEL: process.env.WORKER_LOG ?? "silent",
    },
  };
  let worker = await startWorker(options);
  return {
    fetch: (request) => worker.fetch(request),
    async settle() {
      for (let looks = 1; ; looks++) {
        const answer = await worker.fetch(new Request(`${publicUrl}/health`));
        const { queueDepth } = (await answer.json()) as { queueDepth: number };
        if (queueDepth === 0) return;
        await pause(50);
        // The queue of the local runtime dies with it, and what waits for more than a minute is the sweep's.
        if (looks % 10 === 0) await worker.scheduled();
      }
    },
    async restart() {
      await worker.close();
      worker = await startWorker(options);
    },
    async stop() {
      await worker.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

testRuntime({ test, expect, create, capabilities: { media: true, restart: true } });
