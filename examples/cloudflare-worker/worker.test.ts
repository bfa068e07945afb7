import { readFileSync } from "node:fs";
import { join } from "node:path";
import { columnsOf, defaultMapping } from "@openphone-notion/core";
import {
  type FakeNotion,
  fakeNotion,
  fakeOpenPhone,
  type LoopbackServer,
  messageReceived,
  serveOnLoopback,
  signWebhook,
} from "@openphone-notion/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHarness } from "wrangler";

const SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

let notion: FakeNotion<"calls" | "messages">;
let harness: ReturnType<typeof createTestHarness>;
const servers: LoopbackServer[] = [];

beforeAll(async () => {
  notion = fakeNotion({
    databases: { calls: columnsOf(defaultMapping.calls), messages: columnsOf(defaultMapping.messages) },
    window: false,
  });
  const openphone = fakeOpenPhone();
  servers.push(await serveOnLoopback(notion.fetch), await serveOnLoopback(openphone.fetch));
  harness = createTestHarness({
    workers: [
      {
        configPath: join(import.meta.dirname, "wrangler.jsonc"),
        vars: {
          OPENPHONE_API_KEY: openphone.apiKey,
          OPENPHONE_API_BASE: servers[1]!.url,
          OPENPHONE_WEBHOOK_SECRET: SECRET,
          NOTION_API_KEY: "secret_test",
          NOTION_API_BASE: servers[0]!.url,
          NOTION_CALLS_DATABASE_ID: notion.databases.calls.id,
          NOTION_MESSAGES_DATABASE_ID: notion.databases.messages.id,
          LOG_LEVEL: "warn",
        },
      },
    ],
  });
  await harness.listen();
  await harness.getWorker().applyD1Migrations("DB");
}, 120_000);
afterAll(async () => {
  await harness?.close();
  await Promise.all(servers.map((server) => server.close()));
});

test("a webhook posted to the Worker becomes a Notion page", async () => {
  const { headers, body } = await signWebhook(messageReceived({ id: "AC1" }), { secret: SECRET });
  const answer = await harness.fetch("/webhooks/openphone", { method: "POST", headers, body });
  expect(answer.status).toBe(200);
  await expect.poll(() => notion.pages("messages").length, { timeout: 30_000 }).toBe(1);
  expect(notion.page("message:AC1").Content).toBe("Hello");
}, 60_000);

test("the Worker's own code is short", () => {
  const lines = readFileSync(join(import.meta.dirname, "worker.ts"), "utf8").split("\n");
  expect(lines.length).toBeLessThan(40);
});
