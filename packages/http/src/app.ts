import {
  type Clock,
  type Json,
  type Logger,
  silentLogger,
  systemClock,
  toSyncError,
} from "@openphone-notion/core";
import { Hono } from "hono";
import { type AdminOptions, mountAdmin } from "./admin-routes.js";
import { errorResponse } from "./error-response.js";
import { jsonResponse, refusal } from "./json-response.js";
import { type MailRouteOptions, mountMail } from "./mail-route.js";
import { type MediaOptions, serveMedia } from "./media-route.js";
import { mountNotionWebhook, type NotionWebhookOptions } from "./notion-webhook-route.js";
import { readBody } from "./read-body.js";

export interface HttpAppOptions {
  /**
   * Verifies a delivery and stores it durably; only then it resolves. Whatever it rejects with makes the sender
   * deliver again, or tells it why not (`SyncError`).
   */
  receive(request: {
    headers: Headers;
    body: Uint8Array<ArrayBuffer>;
  }): Promise<{ status: "stored" | "duplicate" | "ignored" }>;
  /** Shown to everybody who asks: figures only, nothing personal. `ok: false` answers 503, and so does a rejection. */
  health(): Promise<{ ok: boolean; [field: string]: Json }>;
  /** Without it, the admin routes are 404. */
  admin?: AdminOptions;
  /** What Notion tells of contacts. Without it there is no such route. */
  notionWebhook?: NotionWebhookOptions;
  /** Without it, no mail is taken. */
  mail?: MailRouteOptions;
  /** Without it, no file is served. */
  media?: MediaOptions;
  /** Default `/webhooks/openphone`. */
  webhookPath?: string;
  /** Of one delivery; default 2 MiB. An hour's transcript takes about 150 KB. */
  maxBodyBytes?: number;
  /** For a delivery to arrive whole; default 10 s. */
  bodyTimeoutMs?: number;
  logger?: Logger;
  clock?: Clock;
}

export interface HttpApp {
  /** Always resolves: a failure is an answer too. */
  fetch(request: Request): Promise<Response>;
  /**
   * Whether a path and its query (without the `?`) are its own, for mounting it beside others: no route that is switched
   * off is, nor is a path below `/media` without a signature.
   */
  owns(pathname: string, query: string): boolean;
}

/** The Fetch-API app that every platform mounts: webhooks, `/health`, `/media/*` for archived files, `/admin/*`. */
export function createHttpApp(options: HttpAppOptions): HttpApp {
  const {
    admin,
    media,
    logger = silentLogger,
    clock = systemClock,
    webhookPath = "/webhooks/openphone",
  } = options;
  const limits = {
    maxBytes: options.maxBodyBytes ?? 2 * 1024 * 1024,
    timeoutMs: options.bodyTimeoutMs ?? 10_000,
    clock,
  };
  const app = new Hono({ strict: false });

  app.post(webhookPath, async ({ req }) => {
    const body = await readBody(req.raw, limits);
    const { status } = await options.receive({ headers: req.raw.headers, body });
    return jsonResponse({ status }, 200);
  });
  app.all(webhookPath, () => methodNotAllowed("POST"));

  if (options.notionWebhook) mountNotionWebhook(app, options.notionWebhook, limits);

  app.get("/health", async () => {
    const health = await options.health().catch((error: unknown) => {
      const { code, message: reason } = toSyncError(error);
      logger.error("health.failed", { code, reason });
      return { ok: false };
    });
    return jsonResponse(health, health.ok ? 200 : 503);
  });
  app.all("/health", () => methodNotAllowed("GET, HEAD"));

  if (media) {
    app.get("/media/*", ({ req }) => {
      const path = new URL(req.url).pathname.slice("/media/".length);
      return serveMedia(req.raw, path, { ...media, clock });
    });
    app.all("/media/*", () => methodNotAllowed("GET, HEAD"));
  }

  if (admin) mountAdmin(app, admin, limits);

  if (options.mail) mountMail(app, options.mail, clock);

  app.notFound(() => refusal(404, "not_found", "There is nothing here."));
  app.onError((error) => errorResponse(error, logger));

  return {
    async fetch(request) {
      try {
        return await app.fetch(request);
      } catch (thrown) {
        // Hono's onError is for instances of Error only.
        return errorResponse(thrown, logger);
      }
    },
    owns(pathname, query) {
      if (/^\/media(\/|$)/.test(pathname) && !new URLSearchParams(query).has("signature")) return false;
      // Whatever the method: each path of ours also answers the wrong ones.
      const [routes] = app.router.match("GET", pathname.replace(/(?<=.)\/$/, ""));
      return routes.length > 0;
    },
  };
}

const methodNotAllowed = (allow: string) =>
  refusal(405, "method_not_allowed", `Only ${allow} is answered here.`, { allow });
