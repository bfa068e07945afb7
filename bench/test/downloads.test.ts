import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeSync } from "@openphone-notion/adapter-node";
import { silentLogger } from "@openphone-notion/core";
import { fakeOpenPhone, serveOnLoopback } from "@openphone-notion/testing";
import { expect, onTestFinished, test } from "vitest";
import { benchNotion } from "../src/bench-notion.ts";
import { createSender } from "../src/sender.ts";
import { signEvents, WEBHOOK_SECRET } from "../src/sign-events.ts";
import { answeredCall, eventsOf, message } from "../src/traffic.ts";

const RECORDINGS = 20;
const WEBHOOKS = 50;
const BYTES = 500_000;

/** A media host that sends all of a file but its last byte, until it is told to let go. */
async function holdingHost() {
  const held: ServerResponse[] = [];
  let holds = true;
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": BYTES });
    response.write(Buffer.alloc(BYTES - 1));
    if (holds) held.push(response);
    else response.end(Buffer.alloc(1));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    letGo() {
      holds = false;
      for (const response of held.splice(0)) response.end(Buffer.alloc(1));
    },
  };
}

test("webhooks are acknowledged, and texts shown, while twenty recordings are still coming; then those are there too", async () => {
  const media = await holdingHost();
  const openphone = fakeOpenPhone({ rateLimit: false });
  let handle: (request: Request) => Promise<Response>;
  const notionServer = await serveOnLoopback((request) => handle(request));
  const notion = benchNotion({ baseUrl: notionServer.url });
  handle = (request) => notion.fetch(request);
  const api = await serveOnLoopback((request) => openphone.fetch(request));
  const dataDir = await mkdtemp(join(tmpdir(), "downloads-"));
  const sync = await createNodeSync(
    {
      openphone: { apiKey: openphone.apiKey, baseUrl: api.url, webhookSecrets: [WEBHOOK_SECRET] },
      notion: {
        token: "secret_bench",
        baseUrl: notionServer.url,
        databases: { calls: notion.databases.calls.id, messages: notion.databases.messages.id },
        requestsPerMinute: 600,
      },
      mediaAllowedHosts: [media.host],
      coalesceWindowMs: 0,
      ...{ port: 0, dataDir, logger: silentLogger },
    },
    {},
  );
  onTestFinished(async () => {
    await sync.stop();
    await Promise.all([notionServer.close(), api.close()]);
    await rm(dataDir, { recursive: true });
  });
  const { url } = await sync.listen();
  await sync.start();
  const sender = createSender(url + sync.settings.webhookPath, 16);
  onTestFinished(() => sender.close());
  const post = async (events: Parameters<typeof signEvents>[0]) =>
    Promise.all((await signEvents(events)).map((webhook) => sender.post(webhook)));

  const calls = Array.from({ length: RECORDINGS }, (_, index) =>
    answeredCall(index, `http://${media.host}/recording.mp3`),
  );
  await post(eventsOf(calls));
  await expect.poll(() => media.held.length, { timeout: 20_000 }).toBeGreaterThan(0);
  const statuses = await post(eventsOf(Array.from({ length: WEBHOOKS }, (_, index) => message(index))));
  expect(statuses).toEqual(Array.from({ length: WEBHOOKS }, () => 200));
  await expect.poll(() => notion.pages("messages").length, { timeout: 20_000 }).toBe(WEBHOOKS);
  // No recording has ended by then, and no more than a few are under way at a time.
  expect(media.held.length).toBeGreaterThan(0);
  expect(media.held.length).toBeLessThanOrEqual(4);
  media.letGo();
  const shown = () =>
    notion.pages("calls").filter(({ values }) => (values.Recording as unknown[]).length > 0).length;
  await expect.poll(shown, { timeout: 60_000 }).toBe(RECORDINGS);
}, 120_000);
