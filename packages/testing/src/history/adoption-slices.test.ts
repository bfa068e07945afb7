import { runImport } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createHistoryWorld, type HistoryWorld } from "./history-world.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** At 100 a request and three requests a second, more than a slice can read. */
const ROWS = 6_000;

/** Rows that an earlier tool has made long ago, a hundred in a minute, of messages that OpenPhone knows no more. */
async function longTable(world: HistoryWorld): Promise<void> {
  for (let index = 0; index < ROWS; index++) {
    world.notion.addPage("messages", { Name: `Text ${index}`, "Message ID": `ACold${index}` });
    if (index % 100 === 99) await world.run(MINUTE);
  }
  await world.run(HOUR);
}

const queries = ({ notion }: HistoryWorld) =>
  notion.requests.filter(({ path }) => path.endsWith("/query")).length;

/** Imports in slices, each in a process of its own, until it is done; answers how it went. */
async function inSlices(sliceMs: number, end: "stopped" | "killed") {
  const world = createHistoryWorld();
  await longTable(world);
  const since = world.clock.now() - HOUR;
  world.openphone.addMessage({ id: "ACnew", createdAt: new Date(since + MINUTE).toISOString() });
  // Who writes goes on, as the objects of a Worker do beside the one that imports.
  world.begin();
  const before = queries(world);
  for (let slices = 1; ; slices++) {
    expect(slices).toBeLessThan(60);
    const life = world.begin({ drives: false });
    const slice = new AbortController();
    let cut = () => {};
    const killed = new Promise<"killed">((resolve) => {
      cut = () => resolve("killed");
    });
    world.clock.after(sliceMs, () => {
      if (end === "stopped") return slice.abort();
      life.kill();
      cut();
    });
    const run = runImport({ ...life.parts, owner: "upkeep" }, { since }, { signal: slice.signal });
    const outcome = await world.until(Promise.race([run, killed]));
    life.kill();
    if (outcome === "killed" || outcome.status === "stopped") continue;
    const { activities } = await world.store.activities({
      keys: ["message:ACold0", `message:ACold${ROWS - 1}`],
      limit: 2,
    });
    return {
      ...{ slices, counts: outcome.progress.counts, activities },
      asked: queries(world) - before,
      world,
    };
  }
}

test("a table that no slice can read to its end is taken over all the same, going on where the last one was", async () => {
  const whole = await inSlices(24 * HOUR, "stopped");
  expect(whole.slices).toBe(1);
  const sliced = await inSlices(6_000, "stopped");
  expect(sliced.slices).toBeGreaterThan(3);
  for (const { counts, activities, world } of [whole, sliced]) {
    expect(counts).toMatchObject({ adopted: ROWS, doubled: 0, read: 1, created: 1 });
    expect(activities.map(({ pageId }) => pageId)).not.toContain(undefined);
    expect(activities).toHaveLength(2);
    expect(world.notion.counts.creates).toBe(1);
  }
  // Of each slice at most one request is made anew, and the small tables are looked at again.
  expect(sliced.asked).toBeLessThanOrEqual(whole.asked + 3 * sliced.slices);
});

test("one whose processes are killed loses no more than the last seconds of it", async () => {
  const killed = await inSlices(14_000, "killed");
  expect(killed.slices).toBeGreaterThan(1);
  expect(killed.counts).toMatchObject({ doubled: 0, created: 1 });
  expect(killed.activities).toHaveLength(2);
  expect(killed.world.notion.counts.creates).toBe(1);
});
