import { join } from "node:path";
import { createDiskStorage } from "@openphone-notion/adapter-node";
import { RECORDING_URL } from "./bench-engine.ts";
import { benchNotion } from "./bench-notion.ts";
import { forgetfulNotion } from "./forgetful-notion.ts";
import { createLoadedEngine } from "./loaded-engine.ts";
import type { MemorySample } from "./memory.ts";
import { signEvents } from "./sign-events.ts";
import { openSqliteState } from "./sqlite-state.ts";
import { eventsOf, officeTraffic } from "./traffic.ts";

/** Loads all code and fills the caches of fixed size before the first sample. */
const WARM_UP = 1_000;
/** Small, so that the webhooks in hand do not count. */
const CHUNK = 250;

const sqlite = await openSqliteState();
const notion = benchNotion();
const bench = createLoadedEngine({
  store: sqlite.store,
  storage: createDiskStorage({ directory: join(sqlite.folder, "media") }),
  notion,
  notionFetch: forgetfulNotion(notion),
});

let webhooks = 0;
let activities = 0;

async function deliver(count: number): Promise<void> {
  for (const end = webhooks + count; webhooks < end; activities += CHUNK) {
    const chunk = eventsOf(officeTraffic(RECORDING_URL, { from: activities, activities: CHUNK }));
    await bench.deliver(await signEvents(chunk));
    await bench.settle();
    webhooks += chunk.length;
  }
}

function sample(): void {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ webhooks, rss, heap: heapUsed } satisfies MemorySample);
}

// The engine's timers keep no process alive by themselves.
const alive = setInterval(() => {}, 60_000);
await deliver(WARM_UP);
webhooks = 0;
sample();

process.on("message", async (question: { webhooks: number }) => {
  await deliver(question.webhooks);
  sample();
});
// The measurement has broken off.
process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", async () => {
  clearInterval(alive);
  await bench.stop();
  await sqlite.close();
  process.exit(0);
});
