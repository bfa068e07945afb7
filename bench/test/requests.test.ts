import { expect, test } from "vitest";
import budget from "../budget.json" with { type: "json" };
import { countRequests, type RequestCounts } from "../src/count-requests.ts";
import { requestScenarios } from "../src/request-scenarios.ts";

const limits: Readonly<Record<string, RequestCounts>> = budget;
const scenarios = requestScenarios();

test("every scenario has a budget, and every budget a scenario", () => {
  expect(Object.keys(limits)).toEqual(Object.keys(scenarios));
});

test.each(Object.keys(scenarios))("%s keeps to its budget of Notion requests", async (name) => {
  const counts = await countRequests(scenarios[name]!);
  const exceeded = Object.entries(counts).filter(
    ([figure, count]) => !(count <= limits[name]![figure as keyof RequestCounts]),
  );
  expect(exceeded).toEqual([]);
});

test("counts depend on nothing but the scenario", async () => {
  const scenario = scenarios.importLike!;
  expect(await countRequests(scenario)).toEqual(await countRequests(scenario));
});
