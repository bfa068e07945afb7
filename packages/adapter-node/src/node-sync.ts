import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import {
  createBottleneckRateLimiter,
  createEngine,
  createMediaArchiver,
  createNotionGateway,
  createOpenPhoneClient,
  defaultMapping,
  signMediaPath,
  sleep,
  systemClock,
} from "@openphone-notion/core";
import { createHttpApp } from "@openphone-notion/http";
import { createSqlStateStore, migrate } from "@openphone-notion/state-sql";
import { openNodeSqlite } from "@openphone-notion/state-sql/node-sqlite";
import { createAlerts } from "./alerts.js";
import { type NodeHandler, toExpress } from "./express/to-express.js";
import { type NodeHealth, publicHealth } from "./health.js";
import { type Listening, listen } from "./listen.js";
import { createPinoLogger } from "./logger.js";
import { createGuardedFetch } from "./media/guarded-fetch.js";
import { mediaSecret } from "./media/media-secret.js";
import { createInProcessQueue } from "./queue/in-process-queue.js";
import { every } from "./schedule.js";
import type { NodeSyncOptions } from "./settings/options.js";
import { readSettings, type Settings } from "./settings/settings.js";
import { createDiskStorage } from "./storage/disk-storage.js";

const SWEEP_EVERY_MS = 2_000;
const PURGE_EVERY_MS = 6 * 3_600_000;
/** Processed events are kept for 7 days: the sender retries for about 28 hours, and people look back for longer. */
const KEEP_EVENTS_MS = 7 * 24 * 3_600_000;

/** How often `idle` looks at the state store for work that the queue has not been told of. */
const IDLE_LOOK_MS = 50;

/** The whole sync in one process. */
export interface NodeSync {
  /** The settings in force. */
  readonly settings: Settings;
  /** Every route of the sync (webhook, health, media, admin) as a Fetch handler. */
  fetch(request: Request): Promise<Response>;
  /** The webhook receiver, to be mounted before any body parser: `app.use("/webhooks/openphone", sync.express())`. */
  express(): NodeHandler;
  /** Health, media and admin routes; passes on what is not its own: `app.use(sync.routes())`. */
  routes(): NodeHandler;
  /** Starts workers, sweeper and schedule. */
  start(): Promise<void>;
  /** Starts a server of its own for all routes. */
  listen(): Promise<Listening>;
  /** Accepts no more work, waits for what is under way (8 s at the longest) and closes. */
  stop(): Promise<void>;
  /** Resolves when no activity waits for its turn (those in backoff included). */
  idle(): Promise<void>;
  health(): Promise<NodeHealth>;
  /** Requests sent to Notion since the start. */
  notionRequests(): number;
}

/** How long `stop` waits for what is under way; what has not ended by then is found out about at the next start. */
const STOP_WITHIN_MS = 8_000;

/**
 * Builds the sync on its embedded defaults: SQLite and media files under the data folder, workers in this
 * process. Rejects with a `SyncError` of code `invalid_configuration` that names every setting that is
 * missing or wrong.
 */
export async function createNodeSync(
  options: NodeSyncOptions = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<NodeSync> {
  const settings = readSettings(options, environment);
  const clock = systemClock;
  const logger = options.logger ?? createPinoLogger(settings.logLevel);
  const alerts = createAlerts({
    ...(settings.alertWebhookUrl ? { url: settings.alertWebhookUrl } : {}),
    ...{ clock, logger },
  });

  const driver = openNodeSqlite(join(settings.dataDir, "openphone-notion.db"));
  await migrate(driver);
  const store = createSqlStateStore({ driver });
  const storage = createDiskStorage({ directory: join(settings.dataDir, "media") });
  const secret = await mediaSecret(store);
  const publicUrl = () => settings.publicUrl ?? `http://localhost:${settings.port}`;

  const notion = createNotionGateway({
    token: settings.notion.token,
    baseUrl: settings.notion.baseUrl,
    fetch: (url, init) => fetch(url, init),
    limiter: createBottleneckRateLimiter({
      requests: settings.notion.requestsPerMinute,
      perMs: 60_000,
      clock,
    }),
    clock,
  });
  const openphone = createOpenPhoneClient({
    apiKey: settings.openphone.apiKey,
    baseUrl: settings.openphone.baseUrl,
    fetch: (request, init) => fetch(request, init),
    limiter: createBottleneckRateLimiter({ requests: 10, perMs: 1_000, clock }),
    ...{ clock, logger, random: Math.random },
  });
  const queue = createInProcessQueue({ clock, logger });
  const engine = createEngine({
    ...{ store, queue, notion, openphone, alerts, clock, logger },
    databases: settings.notion.databases,
    mapping: options.mapping ?? defaultMapping,
    webhookSecrets: settings.openphone.webhookSecrets,
    ...(options.openphone?.allowUnsigned ? { allowUnsigned: true } : {}),
    ...(options.filter ? { filter: options.filter } : {}),
    canvas: {
      defaultCountry: settings.defaultCountry,
      ...(options.canvasPolicy ? { policy: options.canvasPolicy } : {}),
    },
    timings: {
      standardWindowMs: settings.coalesceWindowMs,
      lowWindowMs: settings.coalesceWindowMs * 3,
      ...options.timings,
    },
    media: {
      archiver: createMediaArchiver({
        fetch: createGuardedFetch({ allowedHosts: settings.mediaAllowedHosts }),
        storage,
        policy: { allowedHosts: settings.mediaAllowedHosts },
        ...{ clock, logger },
      }),
      link: async (key) => `${publicUrl()}/media/${await signMediaPath({ secret, key })}`,
    },
    owner: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
  });

  const health = async (): Promise<NodeHealth> => {
    const pausedFor = engine.pausedFor();
    return { ok: true, ...(await store.health(clock.now())), ...(pausedFor ? { pausedFor } : {}) };
  };
  const app = createHttpApp({
    receive: engine.ingest,
    health: async () => publicHealth(await health(), clock.now()),
    media: { storage, secret },
    ...(settings.adminToken ? { admin: { token: settings.adminToken, replay: (keys) => replay(keys) } } : {}),
    webhookPath: settings.webhookPath,
    ...{ clock, logger },
  });

  async function replay(keys?: Parameters<typeof store.replay>[0]["keys"]): Promise<number> {
    const replayed = await store.replay({ now: clock.now(), ...(keys ? { keys } : {}) });
    await engine.sweep();
    return replayed;
  }

  const stops: (() => void)[] = [];
  const servers: Listening[] = [];
  let started = false;

  return {
    settings,
    fetch: (request) => app.fetch(request),
    express: () => toExpress(app.fetch, { path: settings.webhookPath }),
    routes: () => toExpress(app.fetch, { only: ["/health", "/media/", "/admin/"] }),
    async start() {
      if (started) return;
      started = true;
      queue.start(engine.consume);
      stops.push(
        every(SWEEP_EVERY_MS, () => engine.sweep(), { clock, logger, name: "sweep" }),
        every(PURGE_EVERY_MS, () => store.purgeEvents(clock.now() - KEEP_EVENTS_MS), {
          clock,
          logger,
          name: "purge",
        }),
      );
      await engine.sweep();
    },
    async listen() {
      const server = await listen(app.fetch, {
        host: settings.host,
        port: settings.port,
        onError: (error) => logger.error("server.error", { error: error.name }),
      });
      if (settings.port === 0) settings.port = server.port;
      servers.push(server);
      return server;
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
      const closing = Promise.all([...servers.splice(0).map((server) => server.close()), queue.stop()]);
      let cancel = () => {};
      const tooLate = new Promise<void>((resolve) => {
        cancel = clock.after(STOP_WITHIN_MS, resolve);
      });
      await Promise.race([closing, tooLate]);
      cancel();
      await store.close();
      await driver.close();
    },
    async idle() {
      for (;;) {
        await queue.idle();
        if ((await store.health(clock.now())).depth === 0) return;
        await sleep(clock, IDLE_LOOK_MS);
        await engine.sweep();
      }
    },
    health,
    notionRequests: () => notion.requests,
  };
}
