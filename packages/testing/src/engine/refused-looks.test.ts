import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { createWorld, type World } from "./world.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How often OpenPhone was asked in a time that passes in steps of an hour. */
async function askedWithin(world: World, forMs: number): Promise<number> {
  const before = world.openphone.requests.length;
  for (let passed = 0; passed < forMs; passed += HOUR) {
    await world.clock.advance(HOUR);
    await world.run();
  }
  return world.openphone.requests.length - before;
}

test("an id that OpenPhone refuses, as of a test delivery, is asked for some times and then no more", async () => {
  const world = createWorld();
  await world.receive(callSummaryCompleted({ id: "sample-call-1", system: "v4" }));
  await world.run(10 * MINUTE);
  expect(world.openphone.requests.length).toBeLessThanOrEqual(10);
  await askedWithin(world, 8 * DAY);
  expect(await askedWithin(world, DAY)).toBe(0);
  expect(world.notion.page("call:sample-call-1").Summary).toContain("pricing");
});

describe("while OpenPhone refuses the key", () => {
  const keyIsRefused = async (): Promise<World> => {
    const world = createWorld();
    world.openphone.addCall({ id: "AC1" });
    world.openphone.faults.next({ path: /./, times: 100_000 }, "401");
    return world;
  };

  test("a call that lacks its basics asks ever more rarely, and is completed after it is mended", async () => {
    const world = await keyIsRefused();
    await world.receive(callSummaryCompleted({ id: "AC1", system: "v4" }));
    await world.run(30 * MINUTE);
    const calls = world.openphone.requests.filter(({ route }) => route.includes("/calls/:"));
    expect(calls.length).toBeLessThanOrEqual(10);
    await askedWithin(world, 2 * DAY);
    world.openphone.faults.clear();
    await askedWithin(world, 2 * HOUR);
    expect(world.notion.page("call:AC1").From).toBe("+15555550123");
  });

  test("no look at what is owed is lost", async () => {
    const world = await keyIsRefused();
    await world.receive(callCompleted({ id: "AC1" }));
    await world.run();
    await askedWithin(world, 2 * DAY);
    world.openphone.faults.clear();
    world.openphone.setSummary("AC1", { summary: ["Prices."] });
    await askedWithin(world, 2 * HOUR);
    expect(world.notion.page("call:AC1").Summary).toBe("• Prices.");
  });
});

test("a part that OpenPhone refuses keeps no other from being asked for", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  world.openphone.faults.next({ path: /transcripts/, times: 100_000 }, "html-404");
  await world.receive(callCompleted({ id: "AC1" }));
  await world.run();
  world.openphone.setSummary("AC1", { summary: ["Prices."] });
  await world.run(11 * MINUTE);
  expect(world.notion.page("call:AC1").Summary).toBe("• Prices.");
});
