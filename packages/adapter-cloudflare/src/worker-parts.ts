import {
  type Alerts,
  assembleSync,
  type Clock,
  createLeasedLimiter,
  createWebhookAlerts,
  type LeasedLimiter,
  type Logger,
  mediaSecret,
  type Queue as QueuePort,
  type RemoteWindow,
  type StateStore,
  type Storage,
  type Sync,
  type SyncSettings,
  systemClock,
} from "@openphone-notion/core";
import { createSqlStateStore } from "@openphone-notion/state-sql";
import { openD1 } from "@openphone-notion/state-sql/d1";
import { createR2Storage } from "@openphone-notion/storage-r2";
import { createConsoleLogger } from "./logger.js";
import { countingLogger } from "./metrics.js";
import type { LimiterName } from "./objects/rate-limiter.js";
import { readOrigin } from "./origin.js";
import { createCloudflareQueue } from "./queue/cloudflare-queue.js";
import { requireBindings } from "./required-bindings.js";
import { createSchemaCache } from "./schema-cache.js";
import { workerSettings } from "./settings/worker-settings.js";
import type { WorkerEnv } from "./worker-env.js";
import type { WorkerOptions } from "./worker-options.js";

export interface PartsOptions {
  /** Names who works: in leases, and to the rate limiters. */
  owner: string;
  keepAlive(work: Promise<unknown>): void;
  /** Whose timers end with a request, not with an object. */
  isBrief?: true;
  /** The longest wait for a permit; what waits longer is put off. Without it every wait is waited. */
  maxWaitMs?: number;
}

/** What one invocation or object works with. It is made quickly and holds no connection. */
export interface WorkerParts extends Sync {
  settings: SyncSettings;
  clock: Clock;
  logger: Logger;
  alerts: Alerts;
  store: StateStore;
  storage: Storage;
  queue: QueuePort;
  notionLimiter: LeasedLimiter;
  openphoneLimiter: LeasedLimiter;
  mediaSecret(): Promise<string>;
}

/** Puts the sync together on the bindings of the Worker. Throws `invalid_configuration` where bindings or settings are missing. */
export function createWorkerParts(env: WorkerEnv, options: WorkerOptions, by: PartsOptions): WorkerParts {
  requireBindings(env);
  const settings = workerSettings(options, env);
  const clock = systemClock;
  const logger = countingLogger(createConsoleLogger(settings.logLevel), env.METRICS);
  const store = createSqlStateStore({ driver: openD1(env.DB) });
  const alerts = createWebhookAlerts({
    ...(settings.alertWebhookUrl ? { url: settings.alertWebhookUrl } : {}),
    fetch: (url, init) => fetch(url, init),
    shared: { store, owner: by.owner },
    ...{ keepAlive: by.keepAlive, clock, logger },
  });
  const storage = createR2Storage({ bucket: env.MEDIA });
  const queue = createCloudflareQueue({
    ...{ main: env.QUEUE, critical: env.CRITICAL_QUEUE, keepAlive: by.keepAlive },
  });
  const limiter = (name: LimiterName) =>
    createLeasedLimiter({
      window: env.RATE_LIMITERS.getByName(name) as unknown as RemoteWindow,
      holder: by.owner,
      code: `${name}_rate_limited`,
      ...(by.isBrief ? { keepAlive: by.keepAlive } : {}),
      ...(by.maxWaitMs === undefined ? {} : { maxWaitMs: by.maxWaitMs }),
      clock,
    });
  const notionLimiter = limiter("notion");
  const openphoneLimiter = limiter("openphone");
  let secret: Promise<string> | undefined;
  const secretOnce = () => {
    secret ??= mediaSecret(store).catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return secret;
  };
  const sync = assembleSync(
    {
      ...{ store, storage, queue, notionLimiter, openphoneLimiter, alerts, clock, logger },
      // The core refuses links to private addresses and names hop by hop; there is no private network to reach from here.
      mediaFetch: (url, init) => fetch(url, init),
      mediaSecret: secretOnce,
      publicUrl: () => settings.publicUrl ?? readOrigin(store),
      keepAlive: by.keepAlive,
      ...(env.CACHE ? { schemas: createSchemaCache(env.CACHE) } : {}),
      ...(options.failpoint ? { failpoint: options.failpoint } : {}),
      owner: by.owner,
    },
    settings,
    options,
  );
  return {
    ...sync,
    ...{ settings, clock, logger, alerts, store, storage, queue },
    ...{ notionLimiter, openphoneLimiter, mediaSecret: secretOnce },
  };
}
