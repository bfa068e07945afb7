import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

const MIGRATIONS = join(import.meta.dirname, "../../state-sql/migrations");

/** A Worker in a workerd of its own, with the bindings of `WorkerEnv`. */
export interface LocalWorker {
  fetch(request: Request): Promise<Response>;
  /** Triggers a cron, as if it was to be at this time. */
  scheduled(cron?: string, at?: Date): Promise<void>;
  /** Has the platform hand over a mail; answers its status. */
  email(from: string, to: string, raw: string): Promise<number>;
  /** The state, to look into and to spoil. */
  sql(statement: string): Promise<Record<string, unknown>[]>;
  /** Puts a message into a queue. */
  send(binding: "QUEUE" | "CRITICAL_QUEUE", body: unknown): Promise<void>;
  /** Drops every Durable Object from memory, as the platform does with one that has been idle for ten seconds. */
  dropObjects(): Promise<void>;
  close(): Promise<void>;
}

export interface LocalWorkerOptions {
  /** A bundled module. */
  script: string;
  /** Variables and secrets. */
  settings: Record<string, string>;
  /** Where its data lie between two lives. */
  folder: string;
}

const NAME = "sync";
/** Those that call others come before them. */
const OBJECTS = { PHONE_NUMBERS: "PhoneNumberSync", UPKEEP: "Upkeep", RATE_LIMITERS: "RateLimiter" } as const;

const queue = {
  maxBatchSize: 20,
  maxBatchTimeout: 0,
  maxRetries: 1,
  deadLetterQueue: "dead-letters",
};

export async function startWorker({ script, settings, folder }: LocalWorkerOptions): Promise<LocalWorker> {
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      name: NAME,
      modules: [{ type: "ESModule", path: "worker.js", contents: script }],
      modulesRoot: "/",
      compatibilityDate: "2026-11-01",
      compatibilityFlags: ["nodejs_compat"],
      resourcePersistencePath: folder,
      cf: false,
      unsafeTriggerHandlers: true,
      bindings: settings,
      d1Databases: { DB: "state" },
      r2Buckets: { MEDIA: "media" },
      kvNamespaces: { CACHE: "cache" },
      durableObjects: Object.fromEntries(
        Object.entries(OBJECTS).map(([binding, className]) => [binding, { className, useSQLite: true }]),
      ),
      queueProducers: { QUEUE: "main", CRITICAL_QUEUE: "critical" },
      queueConsumers: {
        main: queue,
        critical: queue,
        "dead-letters": { maxBatchSize: 10, maxBatchTimeout: 0, maxRetries: 2, retryDelay: 1 },
      },
      analyticsEngineDatasets: { METRICS: { dataset: "metrics" } },
    }),
  );
  await runtime.ready;
  const worker = await runtime.getWorker();
  return {
    fetch: async (request) =>
      (await runtime.dispatchFetch(request.url, request as never)) as unknown as Response,
    async scheduled(cron = "*/2 * * * *", scheduledTime = new Date()) {
      await worker.scheduled({ cron, scheduledTime });
    },
    async email(from, to, raw) {
      const url = new URL("http://worker/cdn-cgi/local/email");
      url.searchParams.set("from", from);
      url.searchParams.set("to", to);
      return (await runtime.dispatchFetch(url, { method: "POST", body: raw })).status;
    },
    async sql(statement) {
      const database = await runtime.getD1Database("DB");
      return (await database.prepare(statement).all()).results as Record<string, unknown>[];
    },
    async send(binding, body) {
      await (await runtime.getQueueProducer(binding)).send(body);
    },
    async dropObjects() {
      for (const className of Object.values(OBJECTS)) {
        for (const id of await runtime.listDurableObjectIds(className)) {
          await runtime.unsafeEvictDurableObject(NAME, className, { id }).catch((error: Error) => {
            // Dropped already.
            if (!error.message.includes("not currently running")) throw error;
          });
        }
      }
    },
    close: () => runtime.dispose(),
  };
}

const database = { d1Databases: { DB: "state" }, compatibilityDate: "2026-11-01", cf: false } as const;

/** A folder with a migrated database in it, made once. */
let migrated: Promise<string> | undefined;

async function migrate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "worker-template-"));
  const script = "export default {}";
  const runtime = new Miniflare(
    convertV4MiniflareOptions({ ...database, modules: true, script, resourcePersistencePath: folder }),
  );
  const state = await runtime.getD1Database("DB");
  for (const file of readdirSync(MIGRATIONS).sort()) {
    const text = readFileSync(join(MIGRATIONS, file), "utf8");
    await state.batch(text.split(/;\n(?=\S)/).map((statement) => state.prepare(statement)));
  }
  await runtime.dispose();
  return folder;
}

/** A folder for a Worker that nothing has happened to yet. */
export async function freshFolder(): Promise<string> {
  migrated ??= migrate();
  const folder = await mkdtemp(join(tmpdir(), "worker-"));
  await cp(await migrated, folder, { recursive: true });
  return folder;
}
