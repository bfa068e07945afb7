import { messageReceived } from "@openphone-notion/testing";
import { expect, test } from "vitest";
import budget from "../budget.json" with { type: "json" };
import { countRequests, type RequestCounts } from "../src/count-requests.ts";
import { requestScenarios } from "../src/request-scenarios.ts";
import { onSqlite } from "../src/sqlite-state.ts";
import { createStepwiseEngine } from "../src/stepwise-engine.ts";

const limits: Readonly<Record<string, RequestCounts>> = budget;
const scenarios = requestScenarios();

test("every scenario has a budget, and every budget a scenario", () => {
  expect(Object.keys(limits)).toEqual(Object.keys(scenarios));
});

test.each(Object.keys(scenarios))(
  "%s keeps to its budget of Notion requests and database round trips",
  async (name) => {
    const counts = await onSqlite((store) => countRequests(scenarios[name]!, store));
    const exceeded = Object.entries(counts).filter(
      ([figure, count]) => !(count <= limits[name]![figure as keyof RequestCounts]),
    );
    expect(exceeded).toEqual([]);
  },
);

test("an event costs three round trips, to take the activity, to say what is intended, and to settle", async () => {
  const engine = createStepwiseEngine();
  const texts = Array.from({ length: 21 }, (_, index) => ({
    atMs: index * 1_000,
    event: messageReceived({ id: `AC${index}`, from: "+15555550200" }),
  }));
  await engine.play(texts.slice(0, 1));
  const before = engine.roundTrips.engine;
  await engine.play(texts.slice(1));
  expect((engine.roundTrips.engine - before) / 20).toBe(3);
});

test("taking a delivery in is one round trip, were it here before or not", async () => {
  const engine = createStepwiseEngine();
  const { arrivals } = scenarios.redeliveryStorm!;
  await engine.play(arrivals);
  expect(engine.roundTrips.ingress).toBe(arrivals.length);
});

test.each(["importLike", "messageOfNewContact"])(
  "counts depend on nothing but the scenario: %s costs the same on the memory store and on SQLite",
  async (name) => {
    const scenario = scenarios[name]!;
    expect(await onSqlite((store) => countRequests(scenario, store))).toEqual(await countRequests(scenario));
  },
);
