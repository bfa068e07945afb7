import { dailyReports, publicHealth, type QueueHealth, SyncError, toSyncError } from "@openphone-notion/core";
import { createHttpApp } from "@openphone-notion/http";
import { createConsoleLogger } from "./logger.js";
import { UPKEEP } from "./objects/upkeep.js";
import { rememberOrigin } from "./origin.js";
import { consumeBatch } from "./queue/consume-batch.js";
import { consumeDeadLetters } from "./queue/consume-dead-letters.js";
import { rememberRoute } from "./queue/route.js";
import { createRecentHealth } from "./recent-health.js";
import { requireBindings } from "./required-bindings.js";
import type { WorkerEnv } from "./worker-env.js";
import { useOptions, type WorkerOptions } from "./worker-options.js";
import { createWorkerParts, type WorkerParts } from "./worker-parts.js";

/** What a Worker's default export is. */
export interface OpenPhoneNotionWorker {
  fetch(request: Request, env: WorkerEnv, context: ExecutionContext): Promise<Response>;
  queue(batch: MessageBatch<unknown>, env: WorkerEnv, context: ExecutionContext): Promise<void>;
  scheduled(controller: ScheduledController, env: WorkerEnv, context: ExecutionContext): Promise<void>;
  email(message: ForwardableEmailMessage, env: WorkerEnv, context: ExecutionContext): Promise<void>;
}

/** Queues whose name ends so hold what other queues have given up. */
const DEAD_LETTERS = /dead-?letters?$|dlq$/i;
/**
 * Of a delivery. A row of D1, as a value of a Durable Object's SQLite, holds 2,000,000 bytes, its other columns included: a
 * larger delivery is refused before it is read, for no attempt could ever store it.
 */
const MAX_BODY_BYTES = 1_900_000;
/** Reading a mail takes up to four times its size of the 128 MB that an isolate has, and not for itself alone. */
const MAX_MAIL_BYTES = 20 * 1024 * 1024;
/** The parser takes more time to load than all the rest, so it is loaded for the first mail, not at the start. */
const parseMail = async (raw: Uint8Array) => (await import("@openphone-notion/core/mail")).parseMail(raw);

/** What `/health` tells may be so old. */
const HEALTH_KEPT_MS = 10_000;
/** Imports and reconciliations that are shown. */
const IMPORTS = 50;
/** A cron trigger of hours rather than minutes makes a reconciliation that is due soon. */
const HOURLY = /^\d+ /;
const EARLY_MS = 3 * 3_600_000;

/**
 * The whole sync as a Worker: `export default createWorker({ mapping })`, beside the Durable Object classes of this package.
 * Nothing is read and nothing is done before a request comes; a setting that is missing or wrong is told then, in the log.
 */
export function createWorker(options: WorkerOptions = {}): OpenPhoneNotionWorker {
  useOptions(options);
  const healthOf = createRecentHealth(options.healthKeptMs ?? HEALTH_KEPT_MS);

  const partsFor = (env: WorkerEnv, context: ExecutionContext): WorkerParts =>
    createWorkerParts(env, options, {
      owner: `worker-${crypto.randomUUID().slice(0, 8)}`,
      keepAlive: (work) => context.waitUntil(work),
      isBrief: true,
    });
  const numbersOf = (env: WorkerEnv) => (name: string) => env.PHONE_NUMBERS.getByName(name);

  return {
    async fetch(request, env, context) {
      let parts: WorkerParts;
      try {
        parts = partsFor(env, context);
      } catch (thrown) {
        const { code, message } = toSyncError(thrown);
        createConsoleLogger("error").error("settings.refused", { code, reason: message });
        // The sender of a webhook repeats what is answered so.
        return Response.json({ ok: false, error: { code } }, { status: 503 });
      }
      const health = () => healthOf(parts.store, parts.clock.now());
      return appOf(parts, env, request, context, health).fetch(request);
    },

    async queue(batch, env, context) {
      const parts = partsFor(env, context);
      if (DEAD_LETTERS.test(batch.queue)) await consumeDeadLetters(parts, numbersOf(env), batch.messages);
      else await consumeBatch(parts, numbersOf(env), batch.messages);
    },

    async scheduled({ cron, scheduledTime }, env) {
      requireBindings(env);
      await env.UPKEEP.getByName(UPKEEP).tick({
        at: scheduledTime,
        earlyMs: HOURLY.test(cron) ? EARLY_MS : 0,
      });
    },

    async email(message, env, context) {
      const { engine, logger } = partsFor(env, context);
      if (message.rawSize > MAX_MAIL_BYTES) {
        logger.warn("mail.refused", { bytes: message.rawSize });
        // A bounce: the sender hears of it, and nothing is tried again.
        message.setReject(`The mail is larger than the ${MAX_MAIL_BYTES} bytes that are taken here.`);
        return;
      }
      const raw = new Uint8Array(await new Response(message.raw).arrayBuffer());
      // What rejects here has not been taken: the sending server hears of it, and tries again.
      await engine.ingestMail(await parseMail(raw));
    },
  };
}

function appOf(
  parts: WorkerParts,
  env: WorkerEnv,
  request: Request,
  context: ExecutionContext,
  health: () => Promise<QueueHealth>,
) {
  const { settings, clock, logger, store, engine } = parts;
  const upkeep = () => env.UPKEEP.getByName(UPKEEP);
  return createHttpApp({
    async receive(delivery) {
      const receipt = await engine.ingest(delivery);
      if (receipt.key && receipt.phoneNumberId) rememberRoute(receipt.key, receipt.phoneNumberId);
      if (settings.publicUrl === undefined) {
        context.waitUntil(
          rememberOrigin(store, request).catch(() => logger.warn("settings.origin_not_kept")),
        );
      }
      return receipt;
    },
    health: async () => publicHealth({ ok: true, ...(await health()) }, clock.now()),
    ...(engine.notionWebhook
      ? { notionWebhook: { ...engine.notionWebhook, adminToken: settings.adminToken } }
      : {}),
    media: { storage: parts.storage, secret: parts.mediaSecret },
    ...(settings.adminToken
      ? {
          mail: {
            token: settings.adminToken,
            ingest: async (raw) => engine.ingestMail(await parseMail(raw)),
            maxBytes: MAX_MAIL_BYTES,
          },
          admin: {
            token: settings.adminToken,
            async replay(keys) {
              const replayed = await store.replay({ now: clock.now(), ...(keys ? { keys } : {}) });
              await upkeep().sweep();
              return replayed;
            },
            async startImport(request) {
              const begun = await upkeep().startImport(request);
              if (begun.status !== "refused") return begun.status;
              throw new SyncError("invalid_configuration", begun.message, { retry: "never" });
            },
            imports: () => store.imports(IMPORTS),
            reports: () => dailyReports(store),
            phoneState: async (id) =>
              /^PN\w+$/.test(id) ? { ...(await env.PHONE_NUMBERS.getByName(id).state()) } : undefined,
          },
        }
      : {}),
    webhookPath: settings.webhookPath,
    maxBodyBytes: MAX_BODY_BYTES,
    ...{ clock, logger },
  });
}
