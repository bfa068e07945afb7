import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openNodeState } from "@openphone-notion/adapter-node";
import { createNotionWebhook, silentLogger, systemClock } from "@openphone-notion/core";
import { notionWebhookRequest } from "@openphone-notion/testing";
import { expect, onTestFinished, test } from "vitest";
import { jsonLines, runCli } from "./run-cli.js";

const TOKEN = "secret_first-0123456789";
const OTHER = "secret_other-0123456789";

test("notion-webhook shows the token, warns of another, and takes it only when told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "notion-webhook-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const run = (...args: string[]) =>
    runCli(["notion-webhook", ...args], {
      cwd: folder,
      env: { DATA_DIR: folder, PUBLIC_URL: "https://sync.example.com" },
    });
  const { store, close } = await openNodeState(folder);
  const webhook = createNotionWebhook({
    ...{ store, clock: systemClock, logger: silentLogger, alerts: { raise: () => {} } },
    canvas: { pagesChanged: async () => {}, refresh: async () => {} },
    contacts: async () => "",
  });
  const offer = async (token: string) => {
    const request = await notionWebhookRequest({ verification_token: token });
    await webhook.receive({ headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) });
  };

  expect((await run()).code).toBe(3);
  await offer(TOKEN);
  const shown = await run();
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain(TOKEN);
  expect(shown.stdout).toContain("https://sync.example.com/webhooks/notion");
  await offer(OTHER);
  const warned = await run("--json");
  expect(warned.code).toBe(3);
  expect(jsonLines(warned.stdout)).toEqual([
    { url: "https://sync.example.com/webhooks/notion", token: TOKEN, offered: true, accepted: false },
  ]);
  const accepted = await run("--accept");
  expect(accepted.code).toBe(0);
  expect(accepted.stdout).toContain(OTHER);
  await close();
});
