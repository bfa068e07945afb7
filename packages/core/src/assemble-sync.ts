import { createEngine, type Engine } from "./engine/engine.js";
import type { Failpoints } from "./engine/failpoints.js";
import type { SchemaCache } from "./engine/targets.js";
import { createHistory } from "./history/create-history.js";
import type { ReconcileParts } from "./history/history-parts.js";
import { defaultMapping } from "./mapping/default-mapping.js";
import { assertFilter } from "./mapping/filter.js";
import { createMediaArchiver } from "./media/archiver.js";
import type { CreateDigest } from "./media/media-digest.js";
import { signMediaPath } from "./media/signed-path.js";
import { createNotionGateway, type NotionGateway } from "./notion/gateway.js";
import { createOpenPhoneClient, type OpenPhoneClient } from "./openphone/client.js";
import { createHistorySource } from "./openphone/history/create-history-source.js";
import type { Alerts } from "./ports/alerts.js";
import type { Clock } from "./ports/clock.js";
import type { Logger } from "./ports/logger.js";
import type { Queue } from "./ports/queue.js";
import type { RateLimiter } from "./ports/rate-limiter.js";
import type { StateStore } from "./ports/state-store.js";
import type { Storage } from "./ports/storage.js";
import type { SyncSettings } from "./settings/read-settings.js";
import type { SyncOptions } from "./settings/sync-options.js";

/** What a platform gives to the sync. */
export interface Platform {
  store: StateStore;
  storage: Storage;
  queue: Queue;
  /** Of the Notion token, shared by all who use it; lets what is of low priority start evenly (`spreadLow`). */
  notionLimiter: RateLimiter;
  /** Requests that Notion's window still holds, where that can be told. */
  notionLeft?: () => number | undefined;
  openphoneLimiter: RateLimiter;
  /** For links that strangers chose: as safe against private addresses as the platform allows. */
  mediaFetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** Checksums of a stream, where the platform has better ones than JavaScript's. */
  mediaDigest?: CreateDigest;
  /** The key that signs links to media; asked for when the first is made. */
  mediaSecret: () => Promise<string>;
  /** Where the outside reaches this server, without a slash at its end. */
  publicUrl: () => string | Promise<string>;
  /** For workers that live shortly: schemas that others have read lately. */
  schemas?: SchemaCache;
  /** For platforms that end what a request has begun once it is answered: told of what is to go on. */
  keepAlive?(work: Promise<unknown>): void;
  /** For tests of what happens when a worker dies between two steps. */
  failpoint?: Failpoints;
  alerts: Alerts;
  clock: Clock;
  logger: Logger;
  /** Names this worker in leases; must differ between workers. */
  owner: string;
}

/** The clients of both services, and what works with them. */
export interface Sync {
  readonly notion: NotionGateway;
  readonly openphone: OpenPhoneClient;
  readonly engine: Engine;
  /** What import and reconciliation work with; `owner` names whoever does. */
  history(owner?: string): ReconcileParts;
}

/** Puts the sync together, nothing of it running yet: the same on every platform. */
export function assembleSync(platform: Platform, settings: SyncSettings, options: SyncOptions): Sync {
  assertFilter(options.filter);
  const { store, storage, queue, alerts, clock, logger, owner } = platform;
  const notion = createNotionGateway({
    token: settings.notion.token,
    baseUrl: settings.notion.baseUrl,
    fetch: (url, init) => fetch(url, init),
    limiter: platform.notionLimiter,
    clock,
  });
  const openphone = createOpenPhoneClient({
    apiKey: settings.openphone.apiKey,
    baseUrl: settings.openphone.baseUrl,
    surface: settings.openphone.surface,
    fetch: (request, init) => fetch(request, init),
    limiter: platform.openphoneLimiter,
    ...{ clock, logger, random: Math.random },
  });
  const media = {
    archiver: createMediaArchiver({
      fetch: platform.mediaFetch,
      storage,
      policy: { allowedHosts: settings.mediaAllowedHosts },
      ...(platform.mediaDigest ? { digest: platform.mediaDigest } : {}),
      ...{ clock, logger },
    }),
    storage,
    inNotion: settings.mediaInNotion,
    link: async (key: string) =>
      `${await platform.publicUrl()}/media/${await signMediaPath({ secret: await platform.mediaSecret(), key })}`,
  };
  /** The same for the engine and for import and reconciliation beside it. */
  const shared = {
    ...{ store, notion, openphone, clock, logger, queue, media },
    databases: settings.notion.databases,
    onTrashed: settings.onTrashed,
    mapping: options.mapping ?? defaultMapping,
    canvas: {
      defaultCountry: settings.defaultCountry,
      policy: settings.canvas.policy,
      properties: settings.canvas.properties,
    },
    ...(platform.schemas ? { schemas: platform.schemas } : {}),
  };
  const engine = createEngine({
    ...{ ...shared, alerts, owner },
    pageBody: settings.pageBody,
    webhookSecrets: settings.openphone.webhookSecrets,
    ...(options.openphone?.allowUnsigned ? { allowUnsigned: true } : {}),
    ...(options.filter ? { filter: options.filter } : {}),
    canvas: { ...shared.canvas, createMissing: newContacts(settings, options) },
    mail: { ownAddresses: settings.mailOwnAddresses },
    ...(platform.failpoint ? { failpoint: platform.failpoint } : {}),
    ...(platform.keepAlive ? { keepAlive: platform.keepAlive } : {}),
    ...(settings.notion.webhookToken ? { notionWebhookToken: settings.notion.webhookToken } : {}),
    timings: {
      standardWindowMs: settings.coalesceWindowMs,
      lowWindowMs: settings.coalesceWindowMs * 3,
      ...options.timings,
    },
  });
  return {
    ...{ notion, openphone, engine },
    history: (by = owner) =>
      createHistory({
        ...{ ...shared, owner: by },
        source: createHistorySource({ client: openphone, clock, logger }),
        ...(platform.notionLeft ? { notionLeft: platform.notionLeft } : {}),
      }),
  };
}

/** Whether contacts are made; a template given in code goes with them. */
function newContacts(settings: SyncSettings, { canvasCreateMissing }: SyncOptions) {
  if (!settings.canvasCreateMissing) return false;
  return typeof canvasCreateMissing === "object" ? canvasCreateMissing : true;
}
