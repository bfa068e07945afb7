import {
  dailyReports,
  type MailInput,
  type MailReceipt,
  publicHealth,
  SyncError,
  type SyncHealth,
  sleep,
} from "@openphone-notion/core";
import { readMail } from "@openphone-notion/core/mail";
import { createHttpApp } from "@openphone-notion/http";
import { createBackgroundImport } from "./background-import.js";
import { dailyReport } from "./drive/daily-report.js";
import { drive } from "./drive/drive.js";
import { mediaRetention } from "./drive/media-retention.js";
import { refreshContacts } from "./drive/refresh-contacts.js";
import { scheduledReconcile } from "./drive/scheduled-reconcile.js";
import { type NodeHandler, toExpress } from "./express/to-express.js";
import { type Listening, listen } from "./listen.js";
import { createNodeParts, type NodeParts } from "./node-parts.js";
import type { NodeSyncOptions } from "./settings/options.js";
import { readSettings, type Settings } from "./settings/settings.js";
import { watchStoring } from "./watch-storing.js";

/** How often `idle` looks at the state store for work that the queue has not been told of. */
const IDLE_LOOK_MS = 50;

export interface NodeHealth extends SyncHealth {
  /** Whether the last delivery could be stored; where not, this is no good health, until one is. */
  storing: boolean;
  /** Whether this process brings things to Notion; else another one on the same data folder does. */
  driving: boolean;
  /** What keeps this process from taking that up, where it is not that another one is at it. */
  driveFailure?: string;
}

/** The whole sync in one process. */
export interface NodeSync {
  /** The settings in force. */
  readonly settings: Settings;
  /** Every route of the sync (webhook, health, media, admin) as a Fetch handler. */
  fetch(request: Request): Promise<Response>;
  /** The webhook receiver, to be mounted before any body parser: `app.use("/webhooks/openphone", sync.express())`. */
  express(): NodeHandler;
  /**
   * Health, media and admin routes and Notion's webhook: `app.use(sync.routes())`. Passes on what is not its own: any
   * other path below `/admin`, say, and all of them without an admin token.
   */
  routes(): NodeHandler;
  /**
   * Starts workers, sweeper and schedule. Where another process works on the same data folder, deliveries are
   * taken all the same and the rest begins when that one has ended. Answers whether it began at once.
   */
  start(): Promise<boolean>;
  /** Starts a server of its own for all routes. */
  listen(): Promise<Listening>;
  /** Accepts no more work, waits for what is under way (8 s at the longest) and closes, for good. */
  stop(): Promise<void>;
  /**
   * Takes in a mail, as raw RFC 822 (bytes or text) or in parts; resolves when it and its attachments are durable. Give it again when
   * this rejects with `store_unavailable`: a mail that is known is a duplicate. What is no mail is `unprocessable_event`.
   */
  ingestMail(mail: Uint8Array | ArrayBuffer | string | MailInput): Promise<MailReceipt>;
  /** Resolves when no activity waits for its turn (those in backoff included). */
  idle(): Promise<void>;
  health(): Promise<NodeHealth>;
  /**
   * Resolves, if ever, when the disk has refused to keep the state. From then on deliveries are refused and `health`
   * rejects, until a new process opens the database: end this one, as `serve` does.
   */
  readonly refused: Promise<SyncError>;
  /** Requests sent to Notion since the start. */
  notionRequests(): number;
}

/** Imports and reconciliations that `GET /admin/imports` shows. */
const IMPORTS = 50;

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
  return runParts(await createNodeParts(readSettings(options, environment), options));
}

function runParts(parts: NodeParts): NodeSync {
  const { settings, clock, logger, store, engine, queue, role } = parts;

  const imports = createBackgroundImport(parts);
  const arrivals = watchStoring(engine.ingest);
  let refusal: SyncError | undefined;
  void parts.refused.then((error) => {
    refusal = error;
  });
  const health = async (): Promise<NodeHealth> => {
    if (refusal) throw refusal;
    const pausedFor = engine.pausedFor();
    const figures = await store.health(clock.now());
    const { isStoring } = arrivals;
    return {
      ...{ ok: isStoring, storing: isStoring, driving: role.held },
      ...figures,
      ...(role.failure ? { driveFailure: role.failure.message } : {}),
      ...(pausedFor ? { pausedFor } : {}),
    };
  };
  const app = createHttpApp({
    receive: arrivals.ingest,
    health: async () => {
      const figures = await health();
      const { storing, driving } = figures;
      return { ...publicHealth(figures, clock.now()), storing, driving };
    },
    ...(engine.notionWebhook
      ? { notionWebhook: { ...engine.notionWebhook, adminToken: settings.adminToken } }
      : {}),
    media: { storage: parts.storage, secret: parts.mediaSecret },
    ...(settings.adminToken ? { mail: { token: settings.adminToken, ingest: ingestMail } } : {}),
    ...(settings.adminToken
      ? {
          admin: {
            token: settings.adminToken,
            replay: (keys) => replay(keys),
            startImport: imports.start,
            imports: () => store.imports(IMPORTS),
            reports: () => dailyReports(store),
          },
        }
      : {}),
    webhookPath: settings.webhookPath,
    ...{ clock, logger },
  });

  async function ingestMail(mail: Parameters<typeof readMail>[0]): Promise<MailReceipt> {
    return engine.ingestMail(await readMail(mail));
  }

  async function replay(keys?: Parameters<typeof store.replay>[0]["keys"]): Promise<number> {
    const replayed = await store.replay({ now: clock.now(), ...(keys ? { keys } : {}) });
    await engine.sweep();
    return replayed;
  }

  const servers: Listening[] = [];
  let started: Promise<boolean> | undefined;
  let isStopped = false;
  function refuseIfStopped(): void {
    if (!isStopped) return;
    throw new SyncError(
      "invalid_configuration",
      "This sync has been stopped; make another with createNodeSync().",
      {
        retry: "never",
      },
    );
  }

  return {
    settings,
    fetch: (request) => app.fetch(request),
    express: () => toExpress(app.fetch, { path: settings.webhookPath }),
    routes: () =>
      toExpress(app.fetch, {
        only: (pathname, query) => pathname !== settings.webhookPath && app.owns(pathname, query),
      }),
    async start() {
      refuseIfStopped();
      started ??= drive(parts, [
        dailyReport(parts),
        ...(settings.reconcile ? [scheduledReconcile(parts)] : []),
        ...(settings.mediaRetentionDays === undefined
          ? []
          : [mediaRetention({ ...parts, owner: "media-retention" }, settings.mediaRetentionDays)]),
        ...(engine.canvas ? [refreshContacts(engine.canvas, settings.canvas)] : []),
      ]);
      return started;
    },
    async listen() {
      refuseIfStopped();
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
      isStopped = true;
      const ends = [imports.stop(), role.stop()];
      const closing = Promise.all([...servers.splice(0).map((server) => server.close()), ...ends]);
      let cancel = () => {};
      const tooLate = new Promise<void>((resolve) => {
        cancel = clock.after(STOP_WITHIN_MS, resolve);
      });
      await Promise.race([closing, tooLate]);
      cancel();
      await parts.close();
    },
    async idle() {
      for (;;) {
        if (role.held) await queue.idle();
        if ((await store.health(clock.now())).depth === 0) return;
        await sleep(clock, IDLE_LOOK_MS);
        await engine.sweep();
      }
    },
    ingestMail,
    health,
    refused: parts.refused,
    notionRequests: () => parts.notion.requests,
  };
}
