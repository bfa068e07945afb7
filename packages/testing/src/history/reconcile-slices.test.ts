import { type ReconcileReport, runReconcile } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { messageReceived } from "../payloads/message-events.js";
import { postBody } from "../payloads/webhook-event.js";
import { createHistoryWorld, type HistoryWorld } from "./history-world.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MESSAGES = 300;

/** Months of messages, all but a few of which webhooks have told of, and some rows that people edited. */
async function longPast(world: HistoryWorld): Promise<number> {
  const life = world.begin();
  const since = world.clock.now() - 200 * HOUR;
  for (let index = 0; index < MESSAGES; index++) {
    const id = `AC${index}`;
    const createdAt = new Date(since + index * 10 * MINUTE).toISOString();
    world.openphone.addMessage({ id, createdAt });
    if (index % 100 === 7) continue;
    const body = new TextEncoder().encode(postBody(messageReceived({ id, createdAt })));
    await life.engine.ingest({ headers: new Headers(), body });
  }
  await world.run(HOUR);
  for (const index of [3, 250]) {
    world.notion.editPage(world.notion.pages("messages")[index]!.id, { Content: "edited" });
  }
  await world.run(HOUR);
  life.kill();
  return since;
}

async function slices(sliceMs: number): Promise<{ report: ReconcileReport; slices: number; asked: number }> {
  const world = createHistoryWorld();
  const request = { since: await longPast(world), fix: true, keepEdits: true };
  const before = world.openphone.requests.length;
  for (let count = 1; ; count++) {
    // Each slice in a process of its own, as a Durable Object may be made anew between two alarms.
    const life = world.begin();
    const slice = new AbortController();
    life.parts.clock.after(sliceMs, () => slice.abort());
    const outcome = await world.until(
      runReconcile({ ...life.parts, owner: "upkeep" }, request, { signal: slice.signal, goOn: true }),
    );
    life.kill();
    if (outcome.status === "stopped") continue;
    const asked = world.openphone.requests.length - before;
    expect((await world.store.imports(10)).map(({ status }) => status)).toEqual(["done"]);
    return { report: outcome.report, slices: count, asked };
  }
}

test("a reconciliation in slices finds what one in one go finds, and asks OpenPhone for no page twice", async () => {
  const whole = await slices(24 * HOUR);
  const sliced = await slices(4_000);
  expect(whole.slices).toBe(1);
  expect(sliced.slices).toBeGreaterThan(1);
  expect(whole.report.counts).toMatchObject({ read: MESSAGES, missed: 3, edited: 2, fixed: 3 });
  const { counts } = sliced.report;
  expect(counts).toMatchObject({ read: MESSAGES, missed: 3, edited: 2, fixed: 3 });
  // Each slice asks for the numbers of the workspace, and makes at most a page or two anew.
  expect(sliced.asked).toBeLessThanOrEqual(whole.asked + 4 * sliced.slices);
});
