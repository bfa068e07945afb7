import {
  callCompleted,
  callSummaryCompleted,
  fakeWorkspace,
  messageReceived,
} from "@openphone-notion/testing";
import { afterEach, expect, test, vi } from "vitest";
import { createWorld, type World } from "./world.js";

// Each test starts a workerd of its own.
vi.setConfig({ testTimeout: 90_000 });

const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));

async function worldOf(code?: string, settings?: Record<string, string>): Promise<World> {
  const world = await createWorld(code ?? "createWorker()", settings);
  worlds.push(world);
  return world;
}

/** A Worker whose queues, or whose database, take nothing while the sender says so. */
const FAILING_BINDINGS = `(() => {
  const worker = createWorker();
  const failing = { sendBatch: async () => { throw new Error("Queue is overloaded."); } };
  const lost = { batch: async () => { throw new Error("D1_ERROR: Network connection lost."); } };
  const failures = {
    queues: () => ({ QUEUE: failing, CRITICAL_QUEUE: failing }),
    database: ({ DB }) => ({ DB: { ...lost, prepare: (text) => DB.prepare(text) } }),
  };
  return {
    ...worker,
    fetch(request, env, context) {
      const failure = failures[request.headers.get("x-fails")];
      return worker.fetch(request, failure ? { ...env, ...failure(env) } : env, context);
    },
  };
})()`;

test("an event that D1 does not take is refused with 503, and taken when it is delivered again", async () => {
  const { worker, notion, deliver, until } = await worldOf(FAILING_BINDINGS);
  const event = messageReceived({ id: "AC1" });
  expect((await deliver(event, { "x-fails": "database" })).status).toBe(503);
  expect(await worker.sql("select id from webhook_events")).toEqual([]);
  expect((await deliver(event)).status).toBe(200);
  await until(() => notion.pages("messages").length > 0);
  expect(notion.pages("messages")).toHaveLength(1);
});

test("an event whose message the queue did not take is acknowledged, and brought in by the sweep", async () => {
  const { worker, notion, deliver, until } = await worldOf(FAILING_BINDINGS);
  const answer = await deliver(messageReceived({ id: "AC1" }), { "x-fails": "queues" });
  expect(answer.status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(notion.pages("messages")).toHaveLength(0);
  await worker.scheduled();
  await until(() => notion.pages("messages").length > 0);
  expect(notion.page("message:AC1").Content).toBe("Hello");
});

test("a message that cannot be brought in spoils none of its batch, and is parked in the end with an alert", async () => {
  // Its lease is still held when it is tried again.
  const code = "createWorker({ timings: { leaseMs: 7_000 } })";
  const { worker, notion, alerts, deliver, health, until } = await worldOf(code);
  // The state refuses the outcome of this one activity, whatever is done.
  await worker.sql(
    "create trigger spoil before update on activities when new.activity_key = 'message:ACbad' and new.status = 'synced' " +
      "begin select raise(abort, 'spoilt'); end",
  );
  await worker.send("QUEUE", "no message of ours");
  const ids = ["ACbad", "AC1", "AC2", "AC3"];
  await Promise.all(ids.map((id) => deliver(messageReceived({ id }))));
  await until(() => notion.pages("messages").length === 4);
  await until(async () => (await health()).queueDepth === 1);
  expect(
    await worker.sql("select activity_key as key from activities where status = 'synced' order by 1"),
  ).toEqual(["AC1", "AC2", "AC3"].map((id) => ({ key: `message:${id}` })));
  await until(async () => {
    // Nobody else calls at this number, so its object idles between two attempts.
    await worker.dropObjects();
    return (await health()).parked === 1;
  });
  expect((await health()).parked).toBe(1);
  await until(() => alerts.length > 0);
  expect(alerts).toMatchObject([{ code: "internal", key: "message:ACbad" }]);
  expect(notion.counts.creates).toBe(4);
});

test("events that name no number go to the object of the number that the state knows", async () => {
  const { notion, openphone, deliver, admin, until } = await worldOf();
  openphone.addCall({ id: "AC1" });
  await deliver(callCompleted({ id: "AC1" }));
  await until(() => notion.pages("calls").length === 1);
  await deliver(callSummaryCompleted({ id: "AC1", summary: ["Later."], system: "v4" }));
  const id = fakeWorkspace.phoneNumberId;
  const state = () => admin(`/phone/${id}/state`);
  // Asked all the time, for an object that is left alone forgets what it has counted.
  await until(async () => Number((await state()).body.runs) >= 2);
  await until(() => notion.page("call:AC1").Summary === "• Later.");
  expect(notion.page("call:AC1").Summary).toBe("• Later.");
  expect(await state()).toMatchObject({ status: 200, body: { id, rejected: 0 } });
  expect((await admin("/phone/nobody/state")).status).toBe(404);
});

test("an import goes on slice by slice until all of the past is there, each row once", async () => {
  const { notion, openphone, admin, until } = await worldOf("createWorker({ sliceMs: 1_500 })");
  const since = Date.now() - 100 * 3_600_000;
  const past = Array.from({ length: 40 }, (_, index) => `AC${index}`);
  for (const [index, id] of past.entries()) {
    openphone.addMessage({ id, createdAt: new Date(since + (index + 1) * 3_600_000).toISOString() });
  }
  expect((await admin("/admin/import", { since, until: since - 1 })).status).toBe(400);
  const atOnce = await Promise.all([0, 1, 2].map(() => admin("/admin/import", { since })));
  expect(atOnce.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
  expect((await admin("/admin/import", { since })).status).toBe(409);
  const newest = async () => ((await admin("/admin/imports")).body.imports as { status: string }[])[0];
  await until(async () => (await newest())?.status === "done");
  expect(await newest()).toMatchObject({
    ...{ kind: "import", status: "done" },
    progress: { phase: "done", counts: { read: 40, created: 40 } },
  });
  expect(notion.pages("messages")).toHaveLength(40);
  expect(notion.counts.creates).toBe(40);
});

test("health is not read from D1 for everybody who asks", async () => {
  const { worker, health } = await worldOf("createWorker({ healthKeptMs: 60_000 })");
  expect((await health()).parked).toBe(0);
  await worker.sql("drop table webhook_events");
  for (const _ of [1, 2, 3]) expect(await health()).toMatchObject({ ok: true, parked: 0 });
});

test("a mail becomes a row", async () => {
  const { worker, notion, until } = await worldOf();
  const raw = [
    "Message-ID: <1@example.com>",
    "From: Jane <jane@example.com>",
    "To: team@example.com",
    "Subject: A question",
    "",
    "What does it cost?",
  ].join("\r\n");
  expect(await worker.email("jane@example.com", "team@example.com", raw)).toBe(200);
  await until(() => notion.pages("mail").length > 0);
  expect(notion.page("mail:1@example.com").Subject).toBe("A question");
});

/** A Worker that takes a mail to be as large as it says of itself. */
const SIZED = `(() => {
  const worker = createWorker();
  const size = (headers) => headers.get("x-size");
  return {
    ...worker,
    fetch(request, env, context) {
      const headers = new Headers(request.headers);
      if (size(headers)) headers.set("content-length", size(headers));
      return worker.fetch(new Request(request, { headers }), env, context);
    },
    email({ raw, headers, setReject }, env, context) {
      return worker.email({ raw, rawSize: Number(size(headers)), setReject }, env, context);
    },
  };
})()`;

test("a mail that an isolate has no room for is refused, to whoever sends it", async () => {
  const { worker, admin } = await worldOf(SIZED);
  const mail = (size: number) =>
    `Message-ID: <2@example.com>\r\nFrom: jane@example.com\r\nX-Size: ${size}\r\nSubject: Pictures\r\n\r\nHere they are.`;
  const most = 20 * 1024 * 1024;
  const byMail = (size: number) => worker.email("jane@example.com", "team@example.com", mail(size));
  expect(await byMail(most + 1)).toBe(400);
  const answer = await admin("/admin/mail", mail(1), { "x-size": String(most + 1) });
  expect(answer).toMatchObject({ status: 413, body: { error: { code: "body_too_large" } } });
  expect(await worker.sql("select id from webhook_events")).toEqual([]);
  expect(await byMail(most)).toBe(200);
  expect(await worker.sql("select id from webhook_events")).toHaveLength(1);
});

test("a Worker without its settings says so, and takes nothing", async () => {
  const { deliver } = await worldOf("createWorker()", { NOTION_API_KEY: "" });
  const answer = await deliver(messageReceived({ id: "AC1" }));
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ ok: false, error: { code: "invalid_configuration" } });
});

/** A Worker without the bindings that a request names; what it logs as an error is answered by `GET /log`. */
const LOGGED = `(() => {
  const worker = createWorker();
  const lines = [];
  console.error = (line) => lines.push(JSON.parse(line));
  return {
    ...worker,
    fetch(request, env, context) {
      if (new URL(request.url).pathname === "/log") return Response.json(lines.splice(0));
      const missing = (request.headers.get("x-without") ?? "").split(",").map((name) => [name, undefined]);
      return worker.fetch(request, { ...env, ...Object.fromEntries(missing) }, context);
    },
  };
})()`;

test("the log says which bindings or settings are missing, and that a migration is; nothing is taken", async () => {
  const { worker, deliver } = await worldOf(LOGGED, { LOG_LEVEL: "error" });
  const get = (path: string) => worker.fetch(new Request(`https://sync.example.com${path}`));
  const log = async () => (await get("/log")).json();
  const event = messageReceived({ id: "AC1" });

  const answer = await deliver(event, { "x-without": "DB,RATE_LIMITERS" });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ ok: false, error: { code: "invalid_configuration" } });
  const reason = expect.stringContaining(
    "lacks DB (d1_databases), RATE_LIMITERS (durable_objects.bindings);",
  );
  expect(await log()).toMatchObject([{ event: "settings.refused", code: "invalid_configuration", reason }]);

  // As between the deploy and the webhook that has the secret.
  expect((await deliver(event, { "x-without": "OPENPHONE_WEBHOOK_SECRET" })).status).toBe(503);
  const secret = expect.stringContaining("OPENPHONE_WEBHOOK_SECRET is missing");
  expect(await log()).toMatchObject([{ event: "settings.refused", reason: secret }]);
  expect(await worker.sql("select id from webhook_events")).toEqual([]);

  await worker.sql("drop table webhook_events");
  expect(await (await get("/health")).json()).toEqual({ ok: false });
  expect((await deliver(event)).status).toBe(503);
  const migrate = {
    code: "store_unavailable",
    reason: expect.stringContaining("wrangler d1 migrations apply"),
  };
  expect(await log()).toMatchObject([
    { event: "health.failed", ...migrate },
    { event: "http.refused", ...migrate },
  ]);
});
