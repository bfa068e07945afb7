import { type ActivityKey, runImport, runReconcile } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { postBody, type WebhookEvent } from "../payloads/webhook-event.js";
import { fillPast } from "./fill-past.js";
import { createHistoryWorld, type HistoryWorld, type Life } from "./history-world.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Two days in which no webhook came: more than two minutes of Notion's window. */
function pastOf({ clock, openphone }: HistoryWorld) {
  const until = clock.now();
  const since = until - 2 * DAY;
  return { since, ...fillPast(openphone, { conversations: 40, messages: 330, calls: 30, since, until }) };
}

/** Someone calls and writes, every few seconds; answers how long each row took. */
async function liveTraffic(world: HistoryWorld, life: Life, forMs: number) {
  const toldAt = new Map<ActivityKey, number>();
  const tookMs = new Map<ActivityKey, number>();
  const tell = async (key: ActivityKey, event: WebhookEvent) => {
    toldAt.set(key, world.clock.now());
    await life.engine.ingest({ headers: new Headers(), body: new TextEncoder().encode(postBody(event)) });
  };
  const end = world.clock.now() + forMs;
  for (let round = 0; world.clock.now() < end || tookMs.size < toldAt.size; round++) {
    if (world.clock.now() < end && round % 30 === 0) {
      const createdAt = new Date(world.clock.now()).toISOString();
      const [message, call, missed] = [`AClive${round}m`, `AClive${round}c`, `AClive${round}x`];
      world.openphone.addMessage({ id: message, createdAt });
      world.openphone.addCall({ id: call, createdAt });
      world.openphone.addCall({ id: missed, createdAt, answered: false });
      await tell(`message:${message}`, messageReceived({ id: message, createdAt }));
      await tell(`call:${call}`, callCompleted({ id: call, createdAt }));
      await tell(`call:${missed}`, callCompleted({ id: missed, createdAt, answered: false }));
    }
    await world.run(250);
    const shown = new Set(keysIn(world));
    for (const [key, at] of toldAt) {
      if (shown.has(key) && !tookMs.has(key)) tookMs.set(key, world.clock.now() - at);
    }
    if (world.clock.now() > end + MINUTE) throw new Error("Some live rows never came.");
  }
  return tookMs;
}

const keysIn = ({ notion }: HistoryWorld): ActivityKey[] => [
  ...notion.pages("messages").map(({ values }) => `message:${values["Message ID"]}` as const),
  ...notion.pages("calls").map(({ values }) => `call:${values["Call ID"]}` as const),
];

const refused = ({ notion, openphone }: HistoryWorld) => [
  ...notion.requests.filter(({ status }) => status === 429),
  ...openphone.requests.filter(({ outcome }) => outcome === 429),
];

describe("import, reconciliation and live webhooks at once", () => {
  test.each([
    ["in one process", false],
    ["in three processes", true],
  ])("%s: nothing is doubled or refused, and live rows are there within 10 s", async (_where, apart) => {
    const world = createHistoryWorld();
    const { since, keys } = pastOf(world);
    const serve = world.begin();
    const other = () => (apart ? world.begin({ drives: false }) : serve);
    const imported = runImport(other().parts, { since });
    const reconciled = runReconcile(other().parts, { since: since + DAY, fix: true });
    const tookMs = await liveTraffic(world, serve, 2 * MINUTE);
    const { progress } = await world.until(imported);
    const { report } = await world.until(reconciled);

    expect([progress.counts.parked, progress.failing]).toEqual([0, 0]);
    expect(report.counts.doubled).toBe(0);
    expect(keysIn(world).sort()).toEqual([...keys, ...tookMs.keys()].sort());
    expect(Math.max(...tookMs.values())).toBeLessThanOrEqual(10_000);
    expect(tookMs.size).toBeGreaterThan(45);
    expect(refused(world)).toEqual([]);
    const again = await world.until(runReconcile(serve.parts, { since }));
    expect(again.report.differences).toEqual([]);
  });
});
