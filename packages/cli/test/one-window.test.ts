import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageReceived, signWebhook } from "@openphone-notion/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RunningCli, startCli } from "./run-cli.js";
import { type LoopbackServices, SECRET, servicesOnLoopback } from "./services-on-loopback.js";

const HOUR = 3_600_000;

let folder: string;
let services: LoopbackServices;
const running: RunningCli[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "window-"));
});
afterEach(async () => {
  for (const { process } of running) process.kill("SIGKILL");
  await Promise.all(running.splice(0).map(({ ended }) => ended));
  await services.close();
  await rm(folder, { recursive: true });
});

function start(args: string[], env: Record<string, string> = {}): RunningCli {
  const cli = startCli(args, { cwd: folder, env: { ...services.env, ...env } });
  running.push(cli);
  return cli;
}

async function deliver(url: string, id: string): Promise<void> {
  const { headers, body } = await signWebhook(messageReceived({ id }), { secret: SECRET });
  const answer = await fetch(`${url}/webhooks/openphone`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
}

/** A `serve` that has asked Notion as often as a minute allows; answers the environment of whoever comes next. */
async function spendWindow(requests: number): Promise<Record<string, string>> {
  services = await servicesOnLoopback({ notion: { window: { requests, perMs: 60_000 } } });
  const env = { NOTION_REQUESTS_PER_MINUTE: String(requests) };
  const [, url] = await start(["serve"], env).waitFor(/Listening on (http:\S+)/);
  for (let at = 0; at < requests; at++) await deliver(url!, `AClive${at}`);
  await expect.poll(() => services.notion.requests.length, { timeout: 60_000 }).toBe(requests);
  return env;
}

const refused = () => [
  ...services.notion.requests.filter(({ status }) => status === 429),
  ...services.openphone.requests.filter(({ outcome }) => outcome === 429),
];
const messageIds = () => services.notion.pages("messages").map(({ values }) => values["Message ID"]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("serve, import and reconcile on one data folder", () => {
  test("together bring everything to Notion once, and are refused by nobody", async () => {
    services = await servicesOnLoopback({ notion: { window: { requests: 600, perMs: 60_000 } } });
    const past = Array.from({ length: 40 }, (_, at) => `ACpast${at}`);
    for (const [at, id] of past.entries()) {
      services.openphone.addMessage({
        id,
        createdAt: new Date(Date.now() - (at + 1) * HOUR).toISOString(),
      });
    }
    const serve = start(["serve"]);
    const [, url] = await serve.waitFor(/Listening on (http:\S+)/);
    const since = new Date(Date.now() - 48 * HOUR).toISOString();
    const imports = start(["import", "--since", since, "--json"]);
    const reconciles = start(["reconcile", "--last", "24h", "--fix", "--json"]);
    const live: string[] = [];
    for (let at = 0; at < 20; at++) {
      live.push(`AClive${at}`);
      await deliver(url!, `AClive${at}`);
      await pause(100);
    }
    expect(await imports.ended, imports.output()).toBe(0);
    expect(await reconciles.ended, reconciles.output()).toBe(0);
    await expect.poll(messageIds, { timeout: 60_000 }).toHaveLength(past.length + live.length);
    expect(messageIds().sort()).toEqual([...past, ...live].sort());
    expect(refused()).toEqual([]);
  }, 180_000);

  test("spend one window of Notion, however many of them ask", async () => {
    const requests = 40;
    const env = await spendWindow(requests);
    const beside = [
      start(["reconcile", "--last", "24h", "--fix"], env),
      start(["import", "--since", "2026-10-01"], env),
    ];
    await Promise.all(beside.map((cli) => cli.waitFor(/Another process works on this data folder/)));
    await pause(1_500);
    const first = services.notion.requests[0]!.at;
    expect(services.notion.requests.filter(({ at }) => at < first + 60_000)).toHaveLength(requests);
    expect(refused()).toEqual([]);
  }, 180_000);

  test.each([
    ["doctor", ["doctor"]],
    ["init", ["init", "--yes", "--dry-run", "--webhooks", "none"]],
    ["record show", ["record", "show", "AClive0"]],
  ])(
    "%s beside them asks within the same window",
    async (_, command) => {
      const requests = 20;
      const env = await spendWindow(requests);
      const asking = start(command, env);
      const ended = await Promise.race([asking.ended, pause(6_000).then(() => "waits")]);
      // Whoever only wants to know the time sends no token.
      const asked = services.notion.requests.filter(({ method }) => method !== "HEAD");
      expect(asked.filter(({ at }) => at < asked[0]!.at + 60_000)).toHaveLength(requests);
      expect([ended, refused()], asking.output()).toEqual(["waits", []]);
    },
    120_000,
  );
});
