import { defaultMapping, defineMapping, text } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { intercept } from "./intercept.js";
import { longDialogue } from "./long-dialogue.js";
import { createWorld, type World, type WorldOptions } from "./world.js";

const summary = (text: string, minute: number) =>
  callSummaryCompleted({ summary: [text], eventCreatedAt: `2026-10-07T15:0${minute}:00.000Z` });

/** Breaks the connection of the next update; Notion carries it out when `land` is called. */
function breakNextUpdate({ notion }: World): { land(): Promise<void> } {
  const fetch = notion.fetch;
  let held: Request | undefined;
  let broken = false;
  intercept(notion, (request) => {
    if (broken || request.method !== "PATCH" || request.url.endsWith("/children")) return undefined;
    broken = true;
    held = request.clone();
    throw new TypeError("fetch failed");
  });
  return { land: async () => void (await fetch(held!)) };
}

async function rowWithSummary(options?: WorldOptions): Promise<World> {
  const world = createWorld(options);
  await world.receive(callCompleted());
  await world.run();
  return world;
}

test("an update that lands after a newer one is written over again", async () => {
  const world = await rowWithSummary();
  const late = breakNextUpdate(world);
  await world.receive(summary("Old.", 1));
  await world.engine.consume({ key: "call:AC1", priority: "low" });
  await world.receive(summary("New.", 2));
  await world.run(10_000);
  await late.land();
  expect(world.notion.page("call:AC1").Summary).toBe("• Old.");
  await world.run(90_000);
  expect(world.notion.page("call:AC1").Summary).toBe("• New.");
});

test("so is one whose worker died with it under way", async () => {
  const world = await rowWithSummary({
    engine: { timings: { leaseMs: 20_000, standardWindowMs: 0, lowWindowMs: 0 } },
  });
  const late = breakNextUpdate(world);
  await world.receive(summary("Old.", 1));
  // The worker dies before it can say what became of its update.
  const { store } = world;
  const fail = store.fail.bind(store);
  let failing = false;
  store.fail = () => {
    failing = true;
    return new Promise(() => {});
  };
  void world.engine.consume({ key: "call:AC1", priority: "low" });
  while (!failing) await world.clock.advance(100);
  store.fail = fail;
  world.restart();
  await world.receive(summary("New.", 2));
  await world.run(30_000);
  expect(world.notion.page("call:AC1").Summary).toBe("• New.");
  await late.land();
  await world.run(60_000);
  expect(world.notion.page("call:AC1").Summary).toBe("• New.");
});

test.each(["503-after-commit", "reset-after-commit"] as const)(
  "what an update has saved that failed (%s) is written over when it is not wanted any more",
  async (fault) => {
    let shown = "One";
    const { calls } = defaultMapping;
    const mapping = defineMapping({ ...defaultMapping, calls: { ...calls, Summary: text(() => shown) } });
    const world = await rowWithSummary({ engine: { mapping } });
    shown = "Two";
    world.notion.faults.next({ method: "PATCH", path: "/v1/pages/:id" }, fault);
    await world.receive(summary("News.", 1));
    await world.engine.consume({ key: "call:AC1", priority: "low" });
    expect(world.notion.page("call:AC1").Summary).toBe("Two");
    shown = "One";
    await world.run(90_000);
    expect(world.notion.page("call:AC1").Summary).toBe("One");
  },
);

test("an update that is repeated as it was costs nothing more", async () => {
  const world = await rowWithSummary();
  breakNextUpdate(world);
  await world.receive(summary("Only.", 1));
  await world.run(10_000);
  const before = world.notion.requests.length;
  await world.run(200_000);
  expect(world.notion.requests.length).toBe(before);
});

test("an unclear append is not forgotten for an update", async () => {
  const world = createWorld();
  await world.receive(callCompleted(), callTranscriptCompleted({ dialogue: longDialogue(8_000, "One") }));
  world.notion.faults.next({ method: "PATCH", path: /children$/ }, "reset-after-commit");
  await world.engine.consume({ key: "call:AC1", priority: "standard" });
  await world.engine.consume({ key: "call:AC1", priority: "standard" });
  expect((await world.store.activity("call:AC1"))?.intent?.kind).toBe("append");
  world.notion.faults.next({ method: "PATCH", path: "/v1/pages/:id" }, "reset-before-commit");
  await world.receive(summary("Meanwhile.", 1));
  await world.run(300_000);
  const toggles = world.notion.pages("calls")[0]!.children.filter(({ text }) => text.includes("continued"));
  expect(toggles).toHaveLength(1);
  expect(world.notion.page("call:AC1").Summary).toBe("• Meanwhile.");
});

test("an update that was made before its worker died at an append is not forgotten", async () => {
  let shown = "One";
  let dies = false;
  const world = createWorld({
    engine: {
      mapping: defineMapping({
        ...defaultMapping,
        calls: { ...defaultMapping.calls, Summary: text(() => shown) },
      }),
      timings: { leaseMs: 20_000, standardWindowMs: 0, lowWindowMs: 0 },
      failpoint: (point) => (dies && point === "append.intended" ? new Promise(() => {}) : undefined),
    },
  });
  await world.receive(callCompleted());
  await world.run();
  dies = true;
  shown = "Two";
  await world.receive(callTranscriptCompleted({ dialogue: longDialogue(3_000) }));
  void world.engine.consume({ key: "call:AC1", priority: "low" });
  while (world.notion.page("call:AC1").Summary !== "Two") await world.clock.advance(100);
  await world.clock.advance(1_000);
  dies = false;
  // What was settled is to be shown again: the page must not keep what only the dead worker knew of.
  shown = "One";
  world.restart();
  await world.run(300_000);
  expect(world.notion.page("call:AC1").Summary).toBe("One");
  const [toggle, ...others] = world.notion.pages("calls")[0]!.children;
  expect(others).toEqual([]);
  expect(toggle?.children.map(({ text: line }) => line).join("")).toContain("Line 2999 ");
});
