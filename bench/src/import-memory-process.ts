import { createInProcessQueue } from "@openphone-notion/adapter-node";
import {
  createEngine,
  createHistory,
  createNotionGateway,
  createOpenPhoneClient,
  defaultMapping,
  type RateLimiter,
  runImport,
  silentLogger,
  systemClock,
} from "@openphone-notion/core";
import { fakeOpenPhone } from "@openphone-notion/testing";
import { benchNotion } from "./bench-notion.ts";
import { forgetfulNotion } from "./forgetful-notion.ts";
import { lazyPast } from "./lazy-past.ts";
import { openSqliteState } from "./sqlite-state.ts";

/** What the process held at the most, and when it was done. */
export interface ImportMemory {
  activities: number;
  /** Bytes, before the import began. */
  firstRss: number;
  /** Bytes. */
  mostRss: number;
  mostHeap: number;
  seconds: number;
}

const LOOK_EVERY_MS = 200;
const SWEEP_EVERY_MS = 2_000;
const { activities } = JSON.parse(process.argv[2] ?? "{}") as { activities: number };

const unlimited: RateLimiter = { schedule: (_priority, task) => task(), pause() {} };
const clock = systemClock;
const logger = silentLogger;
const sqlite = await openSqliteState();
const notion = benchNotion();
const openphone = fakeOpenPhone({ rateLimit: false });
const queue = createInProcessQueue({ clock, logger });
const shared = {
  ...{ store: sqlite.store, queue, clock, logger, mapping: defaultMapping, owner: "bench" },
  notion: createNotionGateway({
    token: "secret_bench",
    fetch: forgetfulNotion(notion),
    limiter: unlimited,
    clock,
  }),
  openphone: createOpenPhoneClient({
    ...{ apiKey: openphone.apiKey, baseUrl: openphone.baseUrl, limiter: unlimited, random: Math.random },
    fetch: (input, init) => openphone.fetch(input, init),
    ...{ clock, logger },
  }),
  databases: { calls: notion.databases.calls.id, messages: notion.databases.messages.id },
};
const engine = createEngine({ ...shared, webhookSecrets: [], allowUnsigned: true });
const history = createHistory({ ...shared, source: lazyPast(activities) });
queue.start(engine.consume);

const firstRss = process.memoryUsage().rss;
let mostRss = 0;
let mostHeap = 0;
const look = setInterval(() => {
  const { rss, heapUsed } = process.memoryUsage();
  mostRss = Math.max(mostRss, rss);
  mostHeap = Math.max(mostHeap, heapUsed);
}, LOOK_EVERY_MS);
const sweep = setInterval(() => void engine.sweep(), SWEEP_EVERY_MS);

process.on("SIGTERM", () => process.exit(0));
// The measurement has broken off.
process.on("disconnect", () => process.exit(1));

const startedAt = performance.now();
const { progress } = await runImport(history, { since: Date.now() - 365 * 24 * 3_600_000 });
if (progress.counts.created !== activities) throw new Error(`Only ${progress.counts.created} were written.`);
const seconds = (performance.now() - startedAt) / 1_000;
clearInterval(look);
clearInterval(sweep);
await queue.stop();
await sqlite.close();
process.send?.({ activities, firstRss, mostRss, mostHeap, seconds } satisfies ImportMemory);
