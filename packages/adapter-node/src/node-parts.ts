import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import {
  type Alerts,
  assembleSync,
  type Clock,
  createWebhookAlerts,
  type Engine,
  type Logger,
  mediaSecret,
  type NotionGateway,
  type OpenPhoneClient,
  type Queue,
  type ReconcileParts,
  type StateStore,
  type Storage,
  type SyncError,
  systemClock,
} from "@openphone-notion/core";
import { createDriveRole, type DriveRole } from "./drive/drive-role.js";
import { createPinoLogger } from "./logger.js";
import { createGuardedFetch } from "./media/guarded-fetch.js";
import { nodeDigest } from "./media/node-digest.js";
import { openNodeState } from "./node-state.js";
import { openFolderWindows } from "./pacing/folder-windows.js";
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
  /** Names this process in leases and roles. */
  readonly owner: string;
  /** Resolves, if ever, when the disk has refused to keep the state. */
  readonly refused: Promise<SyncError>;
  /** Signs links to media. */
  readonly mediaSecret: string;
  close(): Promise<void>;
}

/** Puts the parts together on their embedded defaults: SQLite and, unless S3 is chosen, media files under the data folder. */
export async function createNodeParts(settings: Settings, options: NodeSyncOptions): Promise<NodeParts> {
  const clock = systemClock;
  const logger = options.logger ?? createPinoLogger(settings.logLevel);
  const alerts = createWebhookAlerts({
    ...(settings.alertWebhookUrl ? { url: settings.alertWebhookUrl } : {}),
    ...{ fetch, clock, logger },
  });
  const { adapters = {} } = options;
  let refuse = (_error: SyncError) => {};
  const refused = new Promise<SyncError>((resolve) => {
    refuse = resolve;
  });
  const onRefused = (error: SyncError) => {
    const { code, message } = error;
    logger.error("state.refused", { code, reason: message });
    alerts.raise({ code, message: `${message} Nothing is taken in until the process is started anew.` });
    refuse(error);
  };
  const state = adapters.store
    ? kept({ store: adapters.store })
    : await openNodeState(settings.dataDir, { onRefused });
  const { store } = state;
  const files = adapters.storage ? kept({ storage: adapters.storage }) : await openStorage(settings, logger);
  const { storage } = files;
  const secret = await mediaSecret(store);

  const owner = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  // `import` and `reconcile` may run beside `serve`: together they keep to what the services allow.
  const windows = await openFolderWindows(settings.dataDir, {
    ...{ notionPerMinute: settings.notion.requestsPerMinute, owner, clock },
  });
  const role = createDriveRole({ store, dataDir: settings.dataDir, owner, clock, logger });
  const queue = createInProcessQueue({ clock, logger });
  // Who drives finds the rest in the state store.
  const own: Queue = { send: async (messages) => (role.held ? queue.send(messages) : undefined) };
  const sync = assembleSync(
    {
      ...{ store, storage, alerts, clock, logger },
      queue: own,
      notionLimiter: windows.notion,
      notionLeft: () => windows.notion.left(),
      openphoneLimiter: windows.openphone,
      mediaFetch: createGuardedFetch({ allowedHosts: settings.mediaAllowedHosts }),
      mediaDigest: nodeDigest,
      mediaSecret: async () => secret,
      publicUrl: () => settings.publicUrl ?? `http://localhost:${settings.port}`,
      owner,
    },
    settings,
    options,
  );
  return {
    ...{ settings, clock, logger, alerts, store, storage, queue, role, owner, refused },
    ...sync,
    mediaSecret: secret,
    async close() {
      files.close();
      await windows.close();
      await state.close();
    },
  };
}

/** What somebody else closes. */
const kept = <Parts extends object>(parts: Parts) => ({ ...parts, close() {} });
