import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { columnsOf, defaultMapping } from "@openphone-notion/core";
import {
  callCompleted,
  callRecordingCompleted,
  createMemoryStateStore,
  createMemoryStorage,
  fakeNotion,
  fakeOpenPhone,
  type LoopbackServer,
  messageReceived,
  serveOnLoopback,
  signWebhook,
  type WebhookEvent,
} from "@openphone-notion/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openNodeState } from "./node-state.js";
import { createNodeSync, type NodeSync } from "./node-sync.js";
import type { NodeSyncOptions } from "./settings/options.js";

const secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const notion = fakeNotion({
  databases: { calls: columnsOf(defaultMapping.calls), messages: columnsOf(defaultMapping.messages) },
  window: false,
});
let openphone: ReturnType<typeof fakeOpenPhone>;
const servers: LoopbackServer[] = [];

beforeAll(async () => {
  servers.push(await serveOnLoopback(notion.fetch));
  servers.push(await serveOnLoopback((request) => openphone.fetch(request)));
  servers.push(await serveOnLoopback((request) => openphone.media.respond(request)));
  openphone = fakeOpenPhone({ baseUrl: servers[1]!.url, mediaBaseUrl: servers[2]!.url });
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

let dataDir: string;
const started: NodeSync[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "node-sync-"));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((sync) => sync.stop()));
  await rm(dataDir, { recursive: true });
});

async function createSync(options: NodeSyncOptions = {}): Promise<NodeSync> {
  const sync = await createNodeSync(
    {
      openphone: { apiKey: openphone.apiKey, baseUrl: openphone.baseUrl, webhookSecrets: [secret] },
      notion: {
        token: "secret_test",
        baseUrl: servers[0]!.url,
        databases: { calls: notion.databases.calls.id, messages: notion.databases.messages.id },
      },
      mediaAllowedHosts: [new URL(servers[2]!.url).host],
      coalesceWindowMs: 0,
      publicUrl: "https://sync.example.com",
      dataDir,
      logLevel: "silent",
      ...options,
    },
    {},
  );
  started.push(sync);
  return sync;
}

async function post(sync: NodeSync, event: WebhookEvent): Promise<Response> {
  const { headers, body } = await signWebhook(event, { secret });
  return sync.fetch(new Request("http://localhost/webhooks/openphone", { method: "POST", headers, body }));
}

describe("an acknowledged event", () => {
  test("is on disk: another process brings it to Notion", async () => {
    const first = await createSync();
    // Never started, so nobody works on what it takes in.
    expect((await post(first, messageReceived({ id: "ACdurable" }))).status).toBe(200);
    expect(notion.pages("messages")).toHaveLength(0);

    const second = await createSync();
    await second.start();
    await second.idle();
    expect(notion.page("message:ACdurable").Status).toBe("Received");
  });

  test("is a duplicate for ever after, also across a restart", async () => {
    const event = messageReceived({ id: "ACtwice" });
    const first = await createSync();
    expect(await (await post(first, event)).json()).toEqual({ status: "stored" });
    await first.stop();
    const second = await createSync();
    expect(await (await post(second, event)).json()).toEqual({ status: "duplicate" });
  });
});

test("an event that cannot be stored is refused with 503, so that the sender repeats it", async () => {
  const sync = await createSync();
  await sync.stop();
  const answer = await post(sync, messageReceived({ id: "ACunstored" }));
  expect(answer.status).toBe(503);
  expect(answer.headers.has("retry-after")).toBe(true);
});

test("health says so when deliveries cannot be stored, although the state can be read, until one is stored", async () => {
  const sync = await createSync();
  const health = async () => {
    const answer = await sync.fetch(new Request("http://localhost/health"));
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  expect(await health()).toMatchObject({ status: 200, ok: true, storing: true });
  const database = new DatabaseSync(join(dataDir, "openphone-notion.db"));
  // A table whose ids are used up says what a full disk says, SQLITE_FULL.
  database.exec(
    "create table full (id integer primary key autoincrement); insert into full values (9223372036854775807);" +
      "create trigger fill before insert on webhook_events begin insert into full (id) values (null); end",
  );
  const event = messageReceived({ id: "ACfull" });
  expect((await post(sync, event)).status).toBe(503);
  expect(await health()).toMatchObject({
    ...{ status: 503, ok: false, storing: false },
    events: { stored: 0, waiting: 0 },
  });
  database.exec("drop trigger fill");
  database.close();
  expect(await (await post(sync, event)).json()).toEqual({ status: "stored" });
  expect(await health()).toMatchObject({ status: 200, ok: true, storing: true });
});

test("a recording is archived whole, and the link in Notion opens it", async () => {
  const sync = await createSync();
  await sync.start();
  openphone.addCall({ id: "ACrecorded" });
  const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
  const { id, url } = openphone.addRecording("ACrecorded", { bytes });
  await post(sync, callCompleted({ id: "ACrecorded" }));
  await post(sync, callRecordingCompleted({ id: "ACrecorded", recordings: [{ id, url }] }));
  await sync.idle();

  const [file] = notion.page("call:ACrecorded").Recording as readonly { url: string }[];
  expect(file?.url).toMatch(
    /^https:\/\/sync\.example\.com\/media\/recordings\/\d{4}\/\d\d\/\d\d\/ACrecorded-\d+\.mp3\?/,
  );
  const opened = await sync.fetch(new Request(file!.url));
  expect(opened.status).toBe(200);
  expect(new Uint8Array(await opened.arrayBuffer())).toEqual(bytes);
  expect(openphone.media.sawAuthorization).toBe(false);
  expect((await sync.fetch(new Request(file!.url.replace(/signature=./, "signature=_")))).status).toBe(403);

  // A restart signs the same link, so nothing in Notion changes.
  const before = notion.counts.updates;
  await sync.stop();
  const again = await createSync();
  await again.start();
  expect((await again.fetch(new Request(file!.url))).status).toBe(200);
  await post(again, callCompleted({ id: "ACrecorded", override: { unheardOf: true } }));
  await again.idle();
  expect(notion.counts.updates).toBe(before);
});

test("adapters of one's own take the place of the embedded ones, and stay open", async () => {
  const adapters = { store: createMemoryStateStore(), storage: createMemoryStorage() };
  const sync = await createSync({ adapters });
  await sync.start();
  openphone.addCall({ id: "ACown" });
  const { id, url } = openphone.addRecording("ACown", { bytes: new Uint8Array(1_000) });
  await post(sync, callRecordingCompleted({ id: "ACown", recordings: [{ id, url }] }));
  await sync.idle();
  await sync.stop();
  const { objects } = await adapters.storage.list("recordings/");
  expect(objects.map(({ size }) => size)).toEqual([1_000]);
  expect((await adapters.store.activity("call:ACown"))?.status).toBe("synced");
  const kept = await readdir(dataDir);
  expect(kept.filter((name) => /^media$|openphone-notion/.test(name))).toEqual([]);
});

test("a recording on a private host is refused unless that host is allowed, and the row comes all the same", async () => {
  const sync = await createSync({ mediaAllowedHosts: [] });
  await sync.start();
  openphone.addCall({ id: "ACprivate" });
  const { id, url } = openphone.addRecording("ACprivate", { size: 1_000 });
  await post(sync, callCompleted({ id: "ACprivate" }));
  await post(sync, callRecordingCompleted({ id: "ACprivate", recordings: [{ id, url }] }));
  await sync.idle();
  expect(notion.page("call:ACprivate")).toMatchObject({ Status: "Answered", Recording: [] });
});

test("parked activities are replayed with the admin token only", async () => {
  const token = "0123456789abcdef";
  const sync = await createSync({ adminToken: token });
  const replay = (authorization: string) =>
    sync.fetch(new Request("http://localhost/admin/replay", { method: "POST", headers: { authorization } }));
  expect((await replay("Bearer wrong-wrong-wrong")).status).toBe(401);
  expect(await (await replay(`Bearer ${token}`)).json()).toEqual({ replayed: 0 });
  const without = await createSync();
  const closed = await without.fetch(new Request("http://localhost/admin/replay", { method: "POST" }));
  expect(closed.status).toBe(404);
});

test("an import that is asked for over HTTP brings the past into Notion", async () => {
  const token = "0123456789abcdef";
  const sync = await createSync({ adminToken: token });
  await sync.start();
  openphone.addMessage({ id: "ACpast", createdAt: new Date(Date.now() - 3_600_000).toISOString() });
  const ask = (path: string, init: RequestInit = {}) =>
    sync.fetch(
      new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${token}` }, ...init }),
    );
  const since = new Date(Date.now() - 7_200_000).toISOString();
  const begin = () => ask("/admin/import", { method: "POST", body: JSON.stringify({ since }) });
  expect((await begin()).status).toBe(202);
  expect((await begin()).status).toBe(409);
  await expect
    .poll(async () => ((await (await ask("/admin/imports")).json()) as { imports: object[] }).imports[0], {
      timeout: 20_000,
    })
    .toMatchObject({ kind: "import", status: "done", progress: { counts: { read: 1, created: 1 } } });
  expect(notion.page("message:ACpast")).toBeDefined();
});

test("a day that ended while no process was there is reported as soon as one is", async () => {
  const yesterday = Math.floor(Date.now() / 86_400_000) - 1;
  const state = await openNodeState(dataDir);
  await state.store.putCursor("daily-report", JSON.stringify({ next: yesterday, reports: [], untold: 0 }));
  await state.close();
  const token = "0123456789abcdef";
  const sync = await createSync({ adminToken: token });
  await sync.start();
  const days = async () => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await sync.fetch(new Request("http://localhost/admin/reports", { headers }));
    return ((await answer.json()) as { reports: { day: string }[] }).reports.map(({ day }) => day);
  };
  await expect.poll(days).toEqual([new Date(yesterday * 86_400_000).toISOString().slice(0, 10)]);
});
