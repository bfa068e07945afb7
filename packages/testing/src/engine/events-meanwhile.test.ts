import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { errorAnswer, intercept, isCreate } from "./intercept.js";
import { createWorld } from "./world.js";

const update = { method: "PATCH", path: "/v1/pages/:id" } as const;

test("an event that arrives during a run that parks is reflected", async () => {
  const { notion, store, ...world } = createWorld();
  let broken = true;
  intercept(notion, async (request) => {
    if (!broken || !isCreate(request)) return undefined;
    broken = false;
    await world.receive(callSummaryCompleted({ summary: ["During."] }));
    return errorAnswer(400, "x");
  });
  await world.receive(callCompleted());
  await world.run(3_600_000);
  expect((await store.health(world.clock.now())).events.waiting).toBe(0);
});

test("an event that arrives during a failing run does not wait for the hour's backoff", async () => {
  const { notion, store, clock, ...world } = createWorld();
  await world.receive(callCompleted());
  await world.run();
  notion.faults.random({ probability: 1, faults: ["409"], ...update });
  await world.receive(callSummaryCompleted({ summary: ["a"] }));
  await world.run(2 * 3_600_000);
  const due = (await store.activity("call:AC1"))!.dueAt!;
  await clock.advance(Math.max(0, due - clock.now()));
  let once = true;
  intercept(notion, async () => {
    if (once)
      await world.receive(
        callSummaryCompleted({ summary: ["b"], eventCreatedAt: "2026-10-07T15:30:00.000Z" }),
      );
    once = false;
    return undefined;
  });
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  const after = (await store.activity("call:AC1"))!;
  expect(after.dueAt! - clock.now()).toBeLessThan(60_000);
});
