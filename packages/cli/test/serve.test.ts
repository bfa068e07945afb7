import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columnsOf, defaultMapping } from "@openphone-notion/core";
import {
  fakeNotion,
  fakeOpenPhone,
  type LoopbackServer,
  messageReceived,
  serveOnLoopback,
  signWebhook,
} from "@openphone-notion/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startCli } from "./run-cli.js";

const secret = "whsec_c2VydmUgc2VydmUgc2VydmUgc2VydmU=";
const notion = fakeNotion({
  databases: {
    messages: columnsOf(defaultMapping.messages),
    canvas: { Name: { type: "title" }, Phone: { type: "phone_number" } },
  },
  token: "secret_test",
});
let notionServer: LoopbackServer;
let openphoneServer: LoopbackServer;
beforeAll(async () => {
  notionServer = await serveOnLoopback(notion.fetch);
  const openphone = fakeOpenPhone();
  openphoneServer = await serveOnLoopback((request) =>
    openphone.fetch(new Request(openphone.baseUrl + new URL(request.url).pathname, request)),
  );
});
afterAll(() => Promise.all([notionServer.close(), openphoneServer.close()]));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "serve-"));
});
afterEach(() => rm(folder, { recursive: true }));

const settings = () => ({
  OPENPHONE_API_KEY: "key",
  OPENPHONE_API_BASE: openphoneServer.url,
  OPENPHONE_WEBHOOK_SECRET: secret,
  NOTION_API_KEY: "secret_test",
  NOTION_API_BASE: notionServer.url,
  NOTION_MESSAGES_DATABASE_ID: notion.databases.messages.url,
  NOTION_CANVAS_DATABASE_ID: notion.databases.canvas.id,
  PORT: "0",
});

async function post(url: string, event: ReturnType<typeof messageReceived>): Promise<number> {
  const { headers, body } = await signWebhook(event, { secret });
  const answer = await fetch(`${url}/webhooks/openphone`, { method: "POST", headers, body });
  await answer.body?.cancel();
  return answer.status;
}

/** The row of an activity, as soon as it is there. */
async function rowOf(id: string): Promise<Record<string, unknown>> {
  for (;;) {
    const page = notion.pages("messages").find(({ values }) => values["Message ID"] === id);
    if (page) return page.values;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("serve", () => {
  test("does the main job, tells how it is, and ends cleanly on SIGTERM", async () => {
    const jane = notion.addPage("canvas", { Name: "Jane", Phone: "(555) 555-0123" });
    const cli = startCli(["serve"], { cwd: folder, env: settings() });
    const [, url] = await cli.waitFor(/Listening on (http:\S+)/);
    expect(await post(url!, messageReceived({ id: "ACserve1", text: "a private matter" }))).toBe(200);
    expect(await rowOf("ACserve1")).toMatchObject({ Content: "a private matter", Canvas: [jane.id] });
    // The row is there a moment before it is settled.
    const health = async () => {
      const answer = await fetch(`${url}/health`);
      return [answer.status, await answer.json()];
    };
    await expect
      .poll(health)
      .toEqual([200, expect.objectContaining({ ok: true, queueDepth: 0, parked: 0, lastError: null })]);
    const stoppedAt = Date.now();
    cli.process.kill("SIGTERM");
    expect(await cli.ended).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);
    expect(cli.output()).not.toMatch(/5555550|private|secret_test|c2VydmU/);
  });

  test("reads a .env file and a config file in TypeScript", async () => {
    const lines = Object.entries(settings()).map(([name, value]) => `${name}=${value}`);
    await writeFile(join(folder, ".env"), lines.join("\n"));
    await writeFile(
      join(folder, "openphone-notion.config.ts"),
      "const webhookPath: string = '/hooks/mine';\nexport default { webhookPath };\n",
    );
    const cli = startCli(["serve"], { cwd: folder });
    await cli.waitFor(/POST http:\S+\/hooks\/mine/);
    cli.process.kill("SIGTERM");
    expect(await cli.ended).toBe(0);
  });

  test("ends within 10 s although Notion hangs, and the next start finishes the job once", async () => {
    notion.faults.next({ method: "POST", path: "/v1/pages" }, "timeout-after-commit");
    const env = settings();
    const first = startCli(["serve"], { cwd: folder, env });
    const [, url] = await first.waitFor(/Listening on (http:\S+)/);
    expect(await post(url!, messageReceived({ id: "ACserve2" }))).toBe(200);
    await rowOf("ACserve2");
    const stoppedAt = Date.now();
    first.process.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);

    const second = startCli(["serve"], { cwd: folder, env });
    await second.waitFor(/Listening on/);
    expect(notion.pages("messages").filter(({ values }) => values["Message ID"] === "ACserve2")).toHaveLength(
      1,
    );
    second.process.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  });

  test("names every setting that is missing, and what it should hold; exit code 2", async () => {
    const cli = startCli(["serve"], { cwd: folder });
    expect(await cli.ended).toBe(2);
    for (const name of [
      "OPENPHONE_API_KEY",
      "OPENPHONE_WEBHOOK_SECRET",
      "NOTION_API_KEY",
      "NOTION_CALLS_DATABASE_ID",
      "NOTION_MESSAGES_DATABASE_ID",
    ]) {
      expect(cli.output()).toMatch(new RegExp(`${name} is missing: it should hold .+`));
    }
  });

  test.each([
    ["PORT", "eighty"],
    ["NOTION_MESSAGES_DATABASE_ID", "my messages"],
    ["OPENPHONE_WEBHOOK_SECRET", "not base64!"],
    ["PUBLIC_URL", "example.com"],
    ["LOG_LEVEL", "loud"],
    ["ADMIN_TOKEN", "short"],
  ])("names %s when it is wrong, without showing it", async (name, value) => {
    const cli = startCli(["serve"], { cwd: folder, env: { ...settings(), [name]: value } });
    expect(await cli.ended).toBe(2);
    expect(cli.output()).toContain(`${name} is not valid: it should hold`);
    expect(cli.output()).not.toContain(value);
  });

  test("takes unsigned deliveries on loopback only, and only when told to", async () => {
    const { OPENPHONE_WEBHOOK_SECRET: _, ...unsigned } = settings();
    const refused = startCli(["serve", "--allow-unsigned"], {
      cwd: folder,
      env: { ...unsigned, HOST: "0.0.0.0" },
    });
    expect(await refused.ended).toBe(2);
    expect(refused.output()).toContain("loopback");
    const cli = startCli(["serve", "--allow-unsigned"], { cwd: folder, env: unsigned });
    const [, url] = await cli.waitFor(/Listening on (http:\S+)/);
    const body = JSON.stringify(messageReceived({ id: "ACserve3" }));
    expect((await fetch(`${url}/webhooks/openphone`, { method: "POST", body })).status).toBe(200);
    await rowOf("ACserve3");
    cli.process.kill("SIGTERM");
    expect(await cli.ended).toBe(0);
  });

  test("says so when the port is taken", async () => {
    const port = new URL(notionServer.url).port;
    const cli = startCli(["serve"], { cwd: folder, env: { ...settings(), PORT: port } });
    expect(await cli.ended).toBe(2);
    expect(cli.output()).toMatch(new RegExp(`port ${port} .*in use`, "i"));
    expect(cli.output()).not.toContain("    at ");
  });
});

test("--help teaches, and an unknown command is exit code 2", async () => {
  const help = startCli(["serve", "--help"], { cwd: folder });
  expect(await help.ended).toBe(0);
  expect(help.output()).toContain("NOTION_CALLS_DATABASE_ID");
  const unknown = startCli(["sevre"], { cwd: folder });
  expect(await unknown.ended).toBe(2);
});
