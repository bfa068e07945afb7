import { columnsOf, defaultMapping } from "@openphone-notion/core";
import {
  type FakeNotion,
  type FakeNotionOptions,
  type FakeOpenPhone,
  type FakeOpenPhoneOptions,
  fakeNotion,
  fakeOpenPhone,
  serveOnLoopback,
} from "@openphone-notion/testing";

export type Database = "calls" | "messages" | "canvas";

/** Fake services over HTTP on this machine, and the settings that point to them. */
export interface LoopbackServices {
  notion: FakeNotion<Database>;
  openphone: FakeOpenPhone;
  /** The environment of a process that uses them; `PORT` 0, quick windows. */
  env: Record<string, string>;
  close(): Promise<void>;
}

export const SECRET = "whsec_bG9vcGJhY2sgbG9vcGJhY2sgbG9vcGJhY2s=";

export async function servicesOnLoopback(
  options: {
    notion?: Partial<FakeNotionOptions<Database>>;
    openphone?: FakeOpenPhoneOptions;
    /** Answers in Notion's place; `undefined` leaves it to Notion. */
    instead?: (request: Request) => Promise<Response | undefined>;
  } = {},
): Promise<LoopbackServices> {
  const notion = fakeNotion<Database>({
    databases: {
      calls: columnsOf(defaultMapping.calls),
      messages: columnsOf(defaultMapping.messages),
      canvas: { Name: { type: "title" }, Phone: { type: "phone_number" } },
    },
    token: "secret_test",
    window: false,
    ...options.notion,
  });
  let openphone: FakeOpenPhone;
  const notionServer = await serveOnLoopback(
    async (request) => (await options.instead?.(request.clone())) ?? notion.fetch(request),
  );
  const mediaServer = await serveOnLoopback((request) => openphone.media.respond(request));
  const openphoneServer = await serveOnLoopback((request) => openphone.fetch(request));
  openphone = fakeOpenPhone({
    baseUrl: openphoneServer.url,
    mediaBaseUrl: mediaServer.url,
    webhookFetch: fetch,
    ...options.openphone,
  });
  return {
    notion,
    openphone,
    env: {
      OPENPHONE_API_KEY: openphone.apiKey,
      OPENPHONE_API_BASE: openphoneServer.url,
      OPENPHONE_WEBHOOK_SECRET: SECRET,
      NOTION_API_KEY: "secret_test",
      NOTION_API_BASE: notionServer.url,
      NOTION_CALLS_DATABASE_ID: notion.databases.calls.id,
      NOTION_MESSAGES_DATABASE_ID: notion.databases.messages.id,
      NOTION_CANVAS_DATABASE_ID: notion.databases.canvas.id,
      NOTION_REQUESTS_PER_MINUTE: "600",
      MEDIA_ALLOWED_HOSTS: new URL(mediaServer.url).host,
      COALESCE_WINDOW_MS: "0",
      PORT: "0",
    },
    async close() {
      await Promise.all([notionServer.close(), mediaServer.close(), openphoneServer.close()]);
    },
  };
}
