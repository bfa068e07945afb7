import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createNodeSync, type NodeSync } from "@openphone-notion/adapter-node";
import { columnsOf, defaultMapping } from "@openphone-notion/core";
import {
  type BusinessMorning,
  businessMorning,
  createWebhookSender,
  type FakeNotion,
  type FakeOpenPhone,
  fakeNotion,
  fakeOpenPhone,
  OFFICE_DOMAIN,
  serveOnLoopback,
  type WebhookSender,
} from "@openphone-notion/testing";

/** Each row of theirs is an activity. */
export const ACTIVITY_DATABASES = ["calls", "messages", "mail"] as const;

/** Fake services over loopback HTTP, and the real runtime between them. */
export interface DemoStage {
  morning: BusinessMorning;
  notion: FakeNotion<(typeof ACTIVITY_DATABASES)[number] | "canvas">;
  openphone: FakeOpenPhone;
  sync: NodeSync;
  sender: WebhookSender;
  /** Hands a mail on as a mail service does; answers the status. */
  postMail(raw: Uint8Array<ArrayBuffer>): Promise<number>;
  url: string;
  dataDir: string;
  close(options: { keep: boolean }): Promise<void>;
}

/** How long the fake Notion's queries lag behind its writes. */
const QUERY_LAG_MS = 1_000;

const adminToken = "only-for-this-demonstration";
const standardSecret = "whsec_ZGVtbyBkZW1vIGRlbW8gZGVtbyBkZW1vIGRlbW8=";
const legacy = {
  calls: "ZGVtbyBjYWxscyBrZXkgMDEyMzQ1Njc4OWFiY2RlZg==",
  messages: "ZGVtbyBtZXNzYWdlcyBrZXkgMDEyMzQ1Njc4OWFi",
  summaries: "ZGVtbyBzdW1tYXJpZXMga2V5IDAxMjM0NTY3ODlh",
  transcripts: "ZGVtbyB0cmFuc2NyaXB0cyBrZXkgMDEyMzQ1Njc4",
};

/** A server whose handler is made with its own URL. */
async function serveAtOwnUrl(handlerFor: (url: string) => (request: Request) => Promise<Response>) {
  let handler: (request: Request) => Promise<Response>;
  const server = await serveOnLoopback((request) => handler(request));
  handler = handlerFor(server.url);
  return server;
}

export async function createStage(seed: number): Promise<DemoStage> {
  const dataDir = await mkdtemp(join(tmpdir(), "openphone-notion-demo-"));

  let notion!: DemoStage["notion"];
  const notionServer = await serveAtOwnUrl((baseUrl) => {
    notion = fakeNotion({
      databases: {
        calls: columnsOf(defaultMapping.calls),
        messages: columnsOf(defaultMapping.messages),
        mail: columnsOf(defaultMapping.mail),
        canvas: { Name: { type: "title" }, Phone: { type: "phone_number" }, Email: { type: "email" } },
      },
      baseUrl,
      queryLagMs: QUERY_LAG_MS,
    });
    return notion.fetch;
  });

  let openphone!: FakeOpenPhone;
  let mediaUrl = "";
  const mediaServer = await serveAtOwnUrl((url) => {
    mediaUrl = url;
    return (request) => openphone.media.respond(request);
  });
  const openphoneServer = await serveAtOwnUrl((baseUrl) => {
    openphone = fakeOpenPhone({ baseUrl, mediaBaseUrl: mediaUrl });
    return (request) => openphone.fetch(request);
  });

  const morning = businessMorning({ seed, mediaBaseUrl: mediaUrl });
  morning.prepare(openphone);
  for (const { name, phone, email } of morning.contacts) {
    notion.addPage("canvas", { Name: name, Phone: phone, ...(email ? { Email: email } : {}) });
  }

  // The contacts have been there for long.
  await sleep(QUERY_LAG_MS);

  const sync = await createNodeSync(
    {
      openphone: {
        apiKey: openphone.apiKey,
        baseUrl: openphoneServer.url,
        webhookSecrets: [standardSecret, ...Object.values(legacy)],
      },
      notion: {
        token: "secret_demo",
        baseUrl: notionServer.url,
        databases: {
          calls: notion.databases.calls.id,
          messages: notion.databases.messages.id,
          mail: notion.databases.mail.id,
          canvas: notion.databases.canvas.id,
        },
      },
      mailOwnAddresses: [OFFICE_DOMAIN],
      mediaAllowedHosts: [new URL(mediaUrl).host],
      // A morning passes in six seconds here, so the window shrinks as well.
      coalesceWindowMs: 1_000,
      adminToken,
      port: 0,
      dataDir,
      logLevel: "silent",
    },
    {},
  );
  const server = await sync.listen();
  await sync.start();
  const sender = createWebhookSender({
    url: server.url + sync.settings.webhookPath,
    secrets: { standard: standardSecret, legacy },
  });

  return {
    ...{ morning, notion, openphone, sync, sender, dataDir },
    url: server.url,
    async postMail(body) {
      const headers = { authorization: `Bearer ${adminToken}` };
      return (await fetch(`${server.url}/admin/mail`, { method: "POST", headers, body })).status;
    },
    async close({ keep }) {
      sender.stop();
      await sync.stop();
      await Promise.all([notionServer.close(), openphoneServer.close(), mediaServer.close()]);
      if (!keep) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
