import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import {
  type Alerts,
  type Clock,
  createBottleneckRateLimiter,
  createEngine,
  createHistory,
  createHistorySource,
  createMediaArchiver,
  createNotionGateway,
  createOpenPhoneClient,
  defaultMapping,
  type Engine,
  type Logger,
  type NotionGateway,
  type OpenPhoneClient,
  type Queue,
  type ReconcileParts,
  type StateStore,
  type Storage,
  signMediaPath,
  spreadLow,
  systemClock,
} from "@openphone-notion/core";
import { createAlerts } from "./alerts.js";
import { createDriveRole, type DriveRole } from "./drive/drive-role.js";
import { createPinoLogger } from "./logger.js";
import { createGuardedFetch } from "./media/guarded-fetch.js";
import { mediaSecret } from "./media/media-secret.js";
import { openNodeState } from "./node-state.js";
import { metered } from "./notion-window.js";
import { createInProcessQueue, type InProcessQueue } from "./queue/in-process-queue.js";
import type { NodeSyncOptions } from "./settings/options.js";
import type { Settings } from "./settings/settings.js";
import { openStorage } from "./storage/open-storage.js";

/** What a sync in one process is made of, nothing of it running yet. */
export interface NodeParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly alerts: Alerts;
  readonly store: StateStore;
  readonly storage: Storage;
  readonly notion: NotionGateway;
  readonly openphone: OpenPhoneClient;
  readonly queue: InProcessQueue;
  readonly engine: Engine;
  readonly role: DriveRole;
  /** What import and reconciliation work with; `owner` names whoever does. */
  history(owner?: string): ReconcileParts;
  /** Signs links to media. */
  readonly mediaSecret: string;
  close(): Promise<void>;
}

/** Puts the parts together on their embedded defaults: SQLite and, unless S3 is chosen, media files under the data folder. */
export async function createNodeParts(settings: Settings, options: NodeSyncOptions): Promise<NodeParts> {
  const clock = systemClock;
  const logger = options.logger ?? createPinoLogger(settings.logLevel);
  const alerts = createAlerts({
    ...(settings.alertWebhookUrl ? { url: settings.alertWebhookUrl } : {}),
    ...{ clock, logger },
  });
  const state = await openNodeState(settings.dataDir);
  const { store } = state;
  const files = await openStorage(settings, logger);
  const { storage } = files;
  const secret = await mediaSecret(store);
  const publicUrl = () => settings.publicUrl ?? `http://localhost:${settings.port}`;

  const budget = { requests: settings.notion.requestsPerMinute, perMs: 60_000 };
  const window = metered(createBottleneckRateLimiter({ ...budget, clock }), budget, clock);
  const notion = createNotionGateway({
    token: settings.notion.token,
    baseUrl: settings.notion.baseUrl,
    fetch: (url, init) => fetch(url, init),
    limiter: spreadLow(window, budget, clock),
    clock,
  });
  const openphone = createOpenPhoneClient({
    apiKey: settings.openphone.apiKey,
    baseUrl: settings.openphone.baseUrl,
    fetch: (request, init) => fetch(request, init),
    limiter: createBottleneckRateLimiter({ requests: 10, perMs: 1_000, clock }),
    ...{ clock, logger, random: Math.random },
  });
  const role = createDriveRole({ store, dataDir: settings.dataDir, clock, logger });
  const queue = createInProcessQueue({ clock, logger });
  // Who drives finds the rest in the state store.
  const own: Queue = { send: async (messages) => (role.held ? queue.send(messages) : undefined) };
  const owner = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const media = {
    archiver: createMediaArchiver({
      fetch: createGuardedFetch({ allowedHosts: settings.mediaAllowedHosts }),
      storage,
      policy: { allowedHosts: settings.mediaAllowedHosts },
      ...{ clock, logger },
    }),
    link: async (key: string) => `${publicUrl()}/media/${await signMediaPath({ secret, key })}`,
  };
  /** The same for the engine and for import and reconciliation beside it. */
  const shared = {
    ...{ store, notion, openphone, clock, logger, queue: own, media },
    databases: settings.notion.databases,
    onTrashed: settings.onTrashed,
    mapping: options.mapping ?? defaultMapping,
    canvas: {
      defaultCountry: settings.defaultCountry,
      ...(options.canvasPolicy ? { policy: options.canvasPolicy } : {}),
    },
  };
  const engine = createEngine({
    ...{ ...shared, alerts, owner },
    webhookSecrets: settings.openphone.webhookSecrets,
    ...(options.openphone?.allowUnsigned ? { allowUnsigned: true } : {}),
    ...(options.filter ? { filter: options.filter } : {}),
    timings: {
      standardWindowMs: settings.coalesceWindowMs,
      lowWindowMs: settings.coalesceWindowMs * 3,
      ...options.timings,
    },
  });

  return {
    ...{ settings, clock, logger, alerts, store, storage, notion, openphone, queue, engine, role },
    mediaSecret: secret,
    async close() {
      files.close();
      await state.close();
    },
    history: (by = owner) =>
      createHistory({
        ...{ ...shared, owner: by },
        source: createHistorySource({ client: openphone, clock, logger }),
        notionLeft: () => window.left(),
      }),
  };
}
