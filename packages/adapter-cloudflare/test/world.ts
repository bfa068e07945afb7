import { rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { columnsOf, defaultMapping } from "@openphone-notion/core";
import {
  type FakeNotion,
  type FakeOpenPhone,
  fakeNotion,
  fakeOpenPhone,
  type NotionPageEventOptions,
  notionPageEvent,
  notionWebhookRequest,
  serveOnLoopback,
  signWebhook,
  type WebhookEvent,
} from "@openphone-notion/testing";
import { bundleWorker } from "./bundle-worker.js";
import { freshFolder, type LocalWorker, startWorker } from "./worker-on-miniflare.js";

const SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const TOKEN = "0123456789abcdef";
const ORIGIN = "https://sync.example.com";

/** A Worker between a sender of webhooks and the services that it works with, all on loopback. */
export interface World {
  worker: LocalWorker;
  notion: FakeNotion<"calls" | "messages" | "mail" | "canvas">;
  openphone: FakeOpenPhone;
  /** Bodies that were posted to the alert URL. */
  alerts: { code: string; key?: string }[];
  deliver(event: WebhookEvent, headers?: Record<string, string>): Promise<Response>;
  /** As Notion delivers its own webhooks, signed with `token`. */
  tellOfPage(event: NotionPageEventOptions, token: string): Promise<Response>;
  /** A route behind the admin token. */
  admin(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  health(): Promise<{ queueDepth: number; parked: number }>;
  /** Waits for what comes by itself, 20 s at the longest. */
  until(isDone: () => boolean | Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

/** `code` is the default export of the Worker's module. */
export async function createWorld(code: string, settings: Record<string, string> = {}): Promise<World> {
  const { calls, messages, mail } = defaultMapping;
  const notion = fakeNotion({
    databases: {
      ...{ calls: columnsOf(calls), messages: columnsOf(messages), mail: columnsOf(mail) },
      canvas: { Name: { type: "title" }, Phone: { type: "phone_number" }, Email: { type: "email" } },
    },
    token: "secret_test",
    window: false,
  });
  const alerts: World["alerts"] = [];
  let openphone!: FakeOpenPhone;
  const servers = await Promise.all([
    serveOnLoopback(notion.fetch),
    serveOnLoopback((request) => openphone.fetch(request)),
    serveOnLoopback((request) => openphone.media.respond(request)),
    serveOnLoopback(async (request) => {
      alerts.push((await request.json()) as World["alerts"][number]);
      return new Response();
    }),
  ]);
  const [notionUrl, openphoneUrl, mediaUrl, alertUrl] = servers.map(({ url }) => url);
  openphone = fakeOpenPhone({ baseUrl: openphoneUrl!, mediaBaseUrl: mediaUrl! });
  const folder = await freshFolder();
  const worker = await startWorker({
    script: await bundleWorker(code),
    folder,
    settings: {
      OPENPHONE_API_KEY: openphone.apiKey,
      OPENPHONE_API_BASE: openphoneUrl!,
      OPENPHONE_WEBHOOK_SECRET: SECRET,
      NOTION_API_KEY: "secret_test",
      NOTION_API_BASE: notionUrl!,
      NOTION_CALLS_DATABASE_ID: notion.databases.calls.id,
      NOTION_MESSAGES_DATABASE_ID: notion.databases.messages.id,
      NOTION_MAIL_DATABASE_ID: notion.databases.mail.id,
      NOTION_CANVAS_DATABASE_ID: notion.databases.canvas.id,
      NOTION_REQUESTS_PER_MINUTE: "600",
      MEDIA_ALLOWED_HOSTS: new URL(mediaUrl!).host,
      ALERT_WEBHOOK_URL: alertUrl!,
      ADMIN_TOKEN: TOKEN,
      COALESCE_WINDOW_MS: "0",
      LOG_LEVEL: process.env.WORKER_LOG ?? "silent",
      ...settings,
    },
  });
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await worker.fetch(new Request(`${ORIGIN}${path}`, init));
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return {
    ...{ worker, notion, openphone, alerts },
    async deliver(event, headers = {}) {
      const signed = await signWebhook(event, { secret: SECRET });
      const init = { method: "POST", ...signed, headers: { ...signed.headers, ...headers } };
      return worker.fetch(new Request(`${ORIGIN}/webhooks/openphone`, init));
    },
    async tellOfPage(event, token) {
      const { dataSourceId } = notion.databases.canvas;
      const body = notionPageEvent({ dataSourceId, ...event });
      return worker.fetch(await notionWebhookRequest(body, token, `${ORIGIN}/webhooks/notion`));
    },
    admin: (path, body, headers = {}) =>
      ask(path, {
        headers: { ...headers, authorization: `Bearer ${TOKEN}` },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      }),
    health: async () => (await ask("/health")).body as { queueDepth: number; parked: number },
    async until(isDone) {
      const end = Date.now() + 40_000;
      while (!(await isDone()) && Date.now() < end) await pause(50);
    },
    async close() {
      await worker.close();
      await Promise.all(servers.map((server) => server.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
