import { callCompleted, callRecordingCompleted, messageReceived } from "@openphone-notion/testing";
import { afterEach, expect, test, vi } from "vitest";
import { createWorld, type World } from "./world.js";

vi.setConfig({ testTimeout: 90_000 });

const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));

async function worldOf(settings: Record<string, string>): Promise<World> {
  const world = await createWorld("createWorker()", settings);
  worlds.push(world);
  return world;
}

const TOKEN = "secret_0123456789";

test("a contact made after its message is linked by the cron, and one that changes when Notion tells of it", async () => {
  const { worker, notion, deliver, tellOfPage, until } = await worldOf({ NOTION_WEBHOOK_TOKEN: TOKEN });
  const linked = () => notion.page("message:AC1").Canvas as string[];
  await deliver(messageReceived({ id: "AC1", from: "+15555550123" }));
  await until(() => notion.pages("messages").length === 1);
  expect(linked()).toEqual([]);
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+15555550123" });
  await worker.scheduled();
  await until(() => linked().length === 1);
  expect(linked()).toEqual([jane.id]);

  notion.editPage(jane.id, { Phone: "+15555550199" });
  expect((await tellOfPage({ pageId: jane.id }, "secret_of_somebody_else")).status).toBe(401);
  const answer = await tellOfPage({ pageId: jane.id }, TOKEN);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "read" });
  // Rows concerned are sent at once; no cron comes.
  await until(() => linked().length === 0);
  expect(linked()).toEqual([]);
});

test("contacts are read no more often than is set, and those of a webhook after it is answered, too", async () => {
  const { worker, notion, deliver, tellOfPage, until } = await worldOf({
    ...{ NOTION_WEBHOOK_TOKEN: TOKEN, CANVAS_REFRESH_SECONDS: "600" },
  });
  const linked = () => notion.page("message:AC1").Canvas as string[];
  const tick = async (minute: number) => {
    const before = notion.requests.length;
    await worker.scheduled("*/2 * * * *", new Date(start + minute * 60_000));
    return notion.requests.length > before;
  };
  const start = Date.now();
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+15555550124" });
  await deliver(messageReceived({ id: "AC1", from: "+15555550123" }));
  await until(() => notion.pages("messages").length === 1);
  expect(await tick(0)).toBe(true);
  notion.editPage(jane.id, { Phone: "+15555550123" });
  for (const minute of [2, 4, 6, 8]) expect(await tick(minute)).toBe(false);
  expect(linked()).toEqual([]);
  expect(await tick(10)).toBe(true);
  await until(() => linked().length === 1);
  expect(linked()).toEqual([jane.id]);

  notion.editPage(jane.id, { Phone: "+15555550124" });
  notion.faults.next({ method: "GET", path: "/v1/pages/:id" }, { fault: "slow-body", forMs: 7_000 });
  const answer = await tellOfPage({ pageId: jane.id }, TOKEN);
  expect(await answer.json()).toEqual({ status: "reading" });
  await until(() => linked().length === 0);
  expect(linked()).toEqual([]);
});

test("a verification token that Notion offers is shown to whoever has the admin token", async () => {
  const { worker, admin, alerts, until } = await worldOf({});
  const url = "https://sync.example.com/webhooks/notion";
  const offer = async (token: string) => {
    const body = JSON.stringify({ verification_token: token });
    return (await worker.fetch(new Request(url, { method: "POST", body }))).status;
  };
  expect(await offer(TOKEN)).toBe(200);
  expect(await admin("/admin/notion-webhook")).toMatchObject({ status: 200, body: { token: TOKEN } });
  expect((await worker.fetch(new Request("https://sync.example.com/admin/notion-webhook"))).status).toBe(401);
  // A stranger who goes on offering others raises one alert.
  for (const stranger of ["one", "two", "three"]) {
    expect(await offer(`secret_of_stranger_${stranger}`)).toBe(200);
    await until(() => alerts.length > 0);
  }
  expect(await admin("/admin/notion-webhook")).toMatchObject({ body: { token: TOKEN } });
  expect(alerts.map(({ code }) => code)).toEqual(["signature_invalid"]);
});

test("a recording that is older than wanted is deleted by the cron, and its row says so", async () => {
  const { worker, notion, openphone, deliver, until } = await worldOf({ MEDIA_RETENTION_DAYS: "30" });
  const age = 40 * 24 * 3_600_000;
  const createdAt = new Date(Date.now() - age).toISOString();
  openphone.addCall({ id: "AC1", createdAt });
  const recording = openphone.addRecording("AC1", { id: "CR1", startTime: createdAt, size: 1_000 });
  await deliver(callCompleted({ id: "AC1", createdAt }));
  await deliver(
    callRecordingCompleted({ id: "AC1", createdAt, recordings: [{ ...recording, startTime: createdAt }] }),
  );
  type File = { name: string; url: string };
  const file = () =>
    notion.pages("calls").length === 1 ? (notion.page("call:AC1").Recording as File[])[0] : undefined;
  await until(() => file() !== undefined);
  const { name, url } = file()!;
  expect((await worker.fetch(new Request(url))).status).toBe(200);
  await worker.scheduled();
  expect((await worker.fetch(new Request(url))).status).toBe(404);
  await worker.scheduled();
  await until(() => file()?.name !== name);
  expect(file()?.name).toBe(`${name} (deleted after 30 days)`);
});

test("a day that has ended is reported by the cron, once", async () => {
  const { worker, notion, deliver, admin, until } = await worldOf({});
  const reports = async () => (await admin("/admin/reports")).body.reports;
  await worker.scheduled();
  await deliver(messageReceived({ id: "AC1" }));
  await until(() => notion.pages("messages").length === 1);
  const DAY_MS = 24 * 3_600_000;
  const settled = () => worker.sql("select 1 from sync_history");
  await until(async () => (await settled()).length === 1);
  expect(await reports()).toEqual([]);
  // As if all of that had been yesterday.
  await worker.sql(`update webhook_events set received_at = received_at - ${DAY_MS}`);
  await worker.sql(`update sync_history set at = at - ${DAY_MS}`);
  const yesterday = Math.floor(Date.now() / DAY_MS) - 1;
  await worker.sql(
    `update cursors set value = json_set(value, '$.next', ${yesterday}) where name = 'daily-report'`,
  );
  await worker.scheduled();
  await worker.scheduled();
  const day = new Date(yesterday * DAY_MS).toISOString().slice(0, 10);
  expect(await reports()).toMatchObject([{ day, events: 1, runs: { created: 1 }, notionRequests: 1 }]);
});

test("a delivery that a row of D1 can hold is stored whole, and one that it cannot is refused", async () => {
  const { worker, notion, deliver, until } = await worldOf({});
  const padded = (id: string, length: number) =>
    messageReceived({ id, override: { padding: "x".repeat(length) } });
  expect((await deliver(padded("AC1", 1_890_000))).status).toBe(200);
  const stored = await worker.sql("select length(body) as length from webhook_events");
  expect(stored).toHaveLength(1);
  expect(stored[0]!.length).toBeGreaterThan(1_890_000);
  await until(() => notion.pages("messages").length === 1);
  expect((await deliver(padded("AC2", 1_900_000))).status).toBe(413);
});

test("what an import left behind a week ago is deleted a part at each tick, and what waits stays", async () => {
  const { worker } = await worldOf({});
  const OVER_MS = Date.now() - 8 * 24 * 3_600_000;
  await worker.sql(
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 11000) " +
      "insert into webhook_events (connection, id, event_id, type, system, priority, body, received_at, processed_at) " +
      `select 'default', i, i, 't', 's', 1, '{}', ${OVER_MS}, iif(i = 7, null, ${OVER_MS}) from n`,
  );
  const left = async () => (await worker.sql("select count(*) as count from webhook_events"))[0]!.count;
  await worker.scheduled();
  expect(await left()).toBe(1_000);
  await worker.scheduled();
  expect(await left()).toBe(1);
});
