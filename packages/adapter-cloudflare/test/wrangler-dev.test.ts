import { readFileSync } from "node:fs";
import { join } from "node:path";
import { columnsOf, defaultMapping } from "@openphone-notion/core";
import {
  callRecordingCompleted,
  type FakeOpenPhone,
  fakeNotion,
  fakeOpenPhone,
  fakeWorkspace,
  type LoopbackServer,
  messageReceived,
  rawMail,
  serveOnLoopback,
  signWebhook,
  type WebhookEvent,
} from "@openphone-notion/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyExample, type ExampleCopy, type RunningWorker } from "./wrangler.js";

// The deploy guide, followed on this machine: what is declared in the example's wrangler.jsonc, under `wrangler dev`, and
// every trigger from outside.
const SECRET = "whsec_bG9vcGJhY2sgbG9vcGJhY2sgbG9vcGJhY2s=";
const FORGED = "whsec_Zm9yZ2VkIGZvcmdlZCBmb3JnZWQgZm9yZ2VkIDAwMDA=";
const TOKEN = "0123456789abcdef";
const GUIDE = readFileSync(join(import.meta.dirname, "../../../docs/cloudflare.md"), "utf8");
const CRON = "/cdn-cgi/handler/scheduled?cron=";

const { calls, messages, mail } = defaultMapping;
const notion = fakeNotion({
  databases: {
    ...{ calls: columnsOf(calls), messages: columnsOf(messages), mail: columnsOf(mail) },
    canvas: { Name: { type: "title" }, Phone: { type: "phone_number" } },
  },
  token: "secret_test",
  window: false,
});
let openphone: FakeOpenPhone;
let example: ExampleCopy;
let worker: RunningWorker;
const servers: LoopbackServer[] = [];

beforeAll(async () => {
  servers.push(
    await serveOnLoopback(notion.fetch),
    await serveOnLoopback((request) => openphone.fetch(request)),
    await serveOnLoopback((request) => openphone.media.respond(request)),
  );
  const [notionUrl, openphoneUrl, mediaUrl] = servers.map(({ url }) => url) as [string, string, string];
  openphone = fakeOpenPhone({ baseUrl: openphoneUrl, mediaBaseUrl: mediaUrl });
  example = await copyExample({
    vars: {
      OPENPHONE_API_BASE: openphoneUrl,
      NOTION_API_BASE: notionUrl,
      NOTION_CALLS_DATABASE_ID: notion.databases.calls.id,
      NOTION_MESSAGES_DATABASE_ID: notion.databases.messages.id,
      NOTION_MAIL_DATABASE_ID: notion.databases.mail.id,
      NOTION_CANVAS_DATABASE_ID: notion.databases.canvas.id,
      NOTION_REQUESTS_PER_MINUTE: "600",
      MEDIA_ALLOWED_HOSTS: new URL(mediaUrl).host,
      COALESCE_WINDOW_MS: "1000",
    },
    secrets: {
      OPENPHONE_API_KEY: openphone.apiKey,
      OPENPHONE_WEBHOOK_SECRET: SECRET,
      NOTION_API_KEY: "secret_test",
      ADMIN_TOKEN: TOKEN,
    },
  });
  const migrate = /wrangler (d1 migrations apply DB) --remote/.exec(GUIDE)![1]!;
  await example.run(...migrate.split(" "), "--local");
  worker = await example.dev();
}, 120_000);

afterAll(async () => {
  await worker?.stop();
  await example?.remove();
  await Promise.all(servers.map((server) => server.close()));
});

async function deliver(event: WebhookEvent, secret = SECRET): Promise<Response> {
  const { headers, body } = await signWebhook(event, { secret });
  return fetch(`${worker.url}/webhooks/openphone`, { method: "POST", headers, body });
}

const asAdmin = (path: string, body?: object) =>
  fetch(worker.url + path, {
    headers: { authorization: `Bearer ${TOKEN}` },
    ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
  });

test("the guide asks for each secret where it can be had: no webhook has one before the Worker has its URL", () => {
  const step = (number: number) => new RegExp(`^# ${number}  .*\\n(.+)$`, "m").exec(GUIDE)?.[1] ?? "";
  expect(example.config).not.toHaveProperty("secrets");
  expect(step(2)).toBe(
    "for s in OPENPHONE_API_KEY NOTION_API_KEY ADMIN_TOKEN; do npx wrangler secret put $s; done",
  );
  expect(step(4)).toBe("npx wrangler deploy");
  expect(step(5)).toBe("npx wrangler secret put OPENPHONE_WEBHOOK_SECRET");
  // In the repository, for no registry has the packages.
  expect(step(0)).toMatch(/pnpm@\S+ install && .* build && cd examples\/cloudflare-worker$/);
});

const shown = { timeout: 30_000, interval: 100 };

test("webhooks over HTTP become rows through the queues, with files that play from R2", async () => {
  expect(await (await fetch(`${worker.url}/health`)).json()).toMatchObject({ ok: true, parked: 0 });

  const text = await deliver(messageReceived({ id: "AC1", from: "+15555550123", text: "Hello" }));
  expect([text.status, await text.json()]).toEqual([200, { status: "stored" }]);
  expect((await deliver(messageReceived({ id: "AC2" }), FORGED)).status).toBe(401);

  openphone.addCall({ id: "AC3" });
  const bytes = Uint8Array.from({ length: 5_000 }, (_, at) => at % 251);
  const recording = openphone.addRecording("AC3", { id: "CR3", bytes });
  expect((await deliver(callRecordingCompleted({ id: "AC3", recordings: [recording] }))).status).toBe(200);

  await expect.poll(() => notion.pages("messages").length, shown).toBe(1);
  expect(notion.page("message:AC1").Content).toBe("Hello");
  const file = () => (notion.pages("calls")[0]?.values.Recording as { url: string }[] | undefined)?.[0];
  await expect.poll(file, shown).toBeDefined();
  const { url } = file()!;
  // Where the first webhook came in, for no PUBLIC_URL is set.
  expect(url).toMatch(`${worker.url}/media/recordings/`);
  const part = await fetch(url, { headers: { range: "bytes=1000-1999" } });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 1000-1999/5000"]);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(1_000, 2_000));
  expect((await fetch(url.replace(/signature=./, "signature=!"))).status).toBe(403);

  const { phoneNumberId } = fakeWorkspace;
  expect((await fetch(`${worker.url}/phone/${phoneNumberId}/state`)).status).toBe(401);
  const state = await asAdmin(`/phone/${phoneNumberId}/state`);
  expect(await state.json()).toMatchObject({ id: phoneNumberId, rejected: 0 });
}, 60_000);

test("a mail that is routed to the Worker becomes a row", async () => {
  const route = "/cdn-cgi/handler/email?from=jane@example.com&to=team@example.com";
  const raw = rawMail({ messageId: "<1@example.com>", subject: "A question", text: "What does it cost?" });
  const answer = await fetch(worker.url + route, { method: "POST", body: raw });
  expect(answer.status).toBe(200);
  await expect.poll(() => notion.pages("mail").length, shown).toBe(1);
  expect(notion.page("mail:1@example.com")).toMatchObject({
    ...{ Subject: "A question", Body: "What does it cost?" },
  });
}, 60_000);

test("cron triggers do what is due: a contact made later is linked to its message", async () => {
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+15555550123" });
  expect(notion.page("message:AC1").Canvas).toEqual([]);
  for (const cron of ["0 */6 * * *", "*/2 * * * *"]) {
    const answer = await fetch(worker.url + CRON + encodeURIComponent(cron));
    expect([answer.status, await answer.text()]).toEqual([200, "ok"]);
  }
  await expect.poll(() => notion.page("message:AC1").Canvas, shown).toEqual([jane.id]);
}, 60_000);

test("an import that is begun over HTTP is made by alarms", async () => {
  const since = Date.now() - 24 * 3_600_000;
  openphone.addMessage({ id: "AC4", createdAt: new Date(since + 3_600_000).toISOString(), text: "Earlier" });
  expect((await asAdmin("/admin/import", { since })).status).toBe(202);
  const newest = async () => {
    const { imports } = (await (await asAdmin("/admin/imports")).json()) as { imports: { status: string }[] };
    return imports[0]?.status;
  };
  await expect.poll(newest, shown).toBe("done");
  expect(notion.page("message:AC4").Content).toBe("Earlier");
  expect(await (await fetch(`${worker.url}/health`)).json()).toMatchObject({ queueDepth: 0, parked: 0 });
}, 60_000);

test("the log holds no number, no text and no secret; and the guide's queries answer from the tables", async () => {
  await worker.stop();
  for (const secret of ["5555550123", "Hello", "Earlier", "jane@example.com", "signature=", SECRET, TOKEN]) {
    expect(worker.output()).not.toContain(secret);
  }
  const queries = Array.from(
    GUIDE.matchAll(/d1 execute DB --remote --command "(.+)"/g),
    ([, query]) => query!,
  );
  expect(queries.length).toBeGreaterThan(3);
  const all = ["--json", "--command", queries.join(";")];
  const answers = await example.run("d1", "execute", "DB", "--local", ...all);
  const results = (JSON.parse(answers) as { results: object[] }[]).map(({ results }) => results);
  expect(results).toHaveLength(queries.length);
  expect(results.flat()).toContainEqual(expect.objectContaining({ runs: expect.any(Number), created: 4 }));
}, 60_000);
