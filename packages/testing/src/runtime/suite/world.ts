import { columnsOf, defaultMapping } from "@openphone-notion/core";
import { type FakeNotion, fakeNotion } from "../../notion/fake-notion.js";
import { type FakeOpenPhone, fakeOpenPhone } from "../../openphone/fake-openphone.js";
import { type SignWebhookOptions, signWebhook } from "../../payloads/sign-webhook.js";
import type { WebhookEvent } from "../../payloads/webhook-event.js";
import { type LoopbackServer, serveOnLoopback } from "../../server/serve-on-loopback.js";
import type { Runtime, RuntimeSetting } from "../test-runtime.js";

export const LEGACY_SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
export const STANDARD_SECRET = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
const PUBLIC_URL = "https://sync.example.com";
/** How long queries do not show a write. */
const QUERY_LAG_MS = 50;

/** A runtime between a sender of webhooks and the services that it works with. */
export interface World {
  runtime: Runtime;
  notion: FakeNotion<"calls" | "messages" | "canvas">;
  openphone: FakeOpenPhone;
  /** Signs and posts a webhook; by the legacy scheme unless told otherwise. */
  deliver(event: WebhookEvent | string, signing?: Partial<SignWebhookOptions>): Promise<Response>;
  post(init: { headers?: Record<string, string>; body?: string; method?: string }): Promise<Response>;
  /** A contact that queries show already. */
  addContact(values: { Name: string; Phone: string }): Promise<string>;
}

export async function withWorld(
  create: (setting: RuntimeSetting) => Promise<Runtime>,
  body: (world: World) => Promise<void>,
): Promise<void> {
  const notion = fakeNotion({
    databases: {
      calls: columnsOf(defaultMapping.calls),
      messages: columnsOf(defaultMapping.messages),
      canvas: { Name: { type: "title" }, Phone: { type: "phone_number" } },
    },
    token: "secret_test",
    queryLagMs: QUERY_LAG_MS,
    window: false,
  });
  let openphone!: FakeOpenPhone;
  const servers: LoopbackServer[] = [];
  const serve = async (fetch: (request: Request) => Promise<Response>) => {
    const server = await serveOnLoopback(fetch);
    servers.push(server);
    return server.url;
  };
  let runtime: Runtime | undefined;
  try {
    const notionUrl = await serve(notion.fetch);
    const openphoneUrl = await serve((request) => openphone.fetch(request));
    const mediaUrl = await serve((request) => openphone.media.respond(request));
    openphone = fakeOpenPhone({ baseUrl: openphoneUrl, mediaBaseUrl: mediaUrl });
    const { calls, messages, canvas } = notion.databases;
    runtime = await create({
      notion: {
        baseUrl: notionUrl,
        token: "secret_test",
        databases: { calls: calls.id, messages: messages.id, canvas: canvas.id },
      },
      openphone: { baseUrl: openphoneUrl, apiKey: openphone.apiKey },
      webhookSecrets: [LEGACY_SECRET, STANDARD_SECRET],
      mediaAllowedHosts: [new URL(mediaUrl).host],
      publicUrl: PUBLIC_URL,
      timings: { queryLagMs: 4 * QUERY_LAG_MS, requestLifeMs: 200, coalesceWindowMs: 0 },
    });
    await body(worldOf(runtime, notion, openphone));
  } finally {
    await runtime?.stop();
    await Promise.all(servers.map((server) => server.close()));
  }
}

function worldOf(runtime: Runtime, notion: World["notion"], openphone: FakeOpenPhone): World {
  const post: World["post"] = (init) =>
    runtime.fetch(new Request(`${PUBLIC_URL}/webhooks/openphone`, { method: "POST", ...init }));
  return {
    ...{ runtime, notion, openphone, post },
    deliver: async (event, signing) => post(await signWebhook(event, { secret: LEGACY_SECRET, ...signing })),
    async addContact(values) {
      const { id } = notion.addPage("canvas", values);
      await new Promise((resolve) => setTimeout(resolve, 2 * QUERY_LAG_MS));
      return id;
    },
  };
}
