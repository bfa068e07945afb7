import { createWebhookAlerts, type StateStore, silentLogger } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createManualClock } from "../clock/manual-clock.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";

/** Objects and requests that raise alerts, each with a memory of its own. */
function raisers(store: Pick<StateStore, "claim">) {
  const clock = createManualClock();
  const posted: { code: string; key?: string }[] = [];
  const under: Promise<unknown>[] = [];
  const raiser = (owner: string) =>
    createWebhookAlerts({
      url: "https://alerts.example.com/",
      fetch: async (_url, { body }) => {
        posted.push(JSON.parse(body as string));
        return new Response();
      },
      shared: { store, owner },
      keepAlive: (work) => void under.push(work),
      ...{ clock, logger: silentLogger },
    });
  return { clock, posted, raiser, told: () => Promise.all(under) };
}

const refused = { code: "notion_unauthorized", message: "The Notion token was refused." };

test("what concerns all is told once by everybody, and again after ten minutes", async () => {
  const { clock, posted, raiser, told } = raisers(createMemoryStateStore());
  for (const owner of ["one", "two", "three"]) raiser(owner).raise(refused);
  await told();
  expect(posted).toMatchObject([refused]);
  raiser("four").raise({ ...refused, code: "notion_block_limit" });
  await clock.advance(10 * 60_000);
  raiser("one").raise(refused);
  await told();
  expect(posted.map(({ code }) => code)).toEqual([
    "notion_unauthorized",
    "notion_block_limit",
    "notion_unauthorized",
  ]);
});

test("what concerns one activity is told by whoever works on it, whatever else has been told", async () => {
  const { posted, raiser, told } = raisers(createMemoryStateStore());
  for (const key of ["call:AC1", "call:AC2"]) raiser(key).raise({ ...refused, key });
  await told();
  expect(posted.map(({ key }) => key)).toEqual(["call:AC1", "call:AC2"]);
});

test("an alert is told although the state cannot be asked who tells it", async () => {
  const { posted, raiser, told } = raisers({ claim: () => Promise.reject(new Error("D1 is down.")) });
  raiser("one").raise(refused);
  await told();
  expect(posted).toHaveLength(1);
});
