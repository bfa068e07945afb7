import budget from "../budget.json" with { type: "json" };
import { countRequests } from "./count-requests.ts";
import { heading, row } from "./print.ts";
import { requestScenarios } from "./request-scenarios.ts";

/** What an activity costs in Notion requests, which are what there is least of, and an event in database round trips. */
export async function requests(): Promise<void> {
  heading("requests: Notion requests per activity, database round trips per event (in brackets the budget)");
  const limits: Record<string, Awaited<ReturnType<typeof countRequests>>> = budget;
  for (const [name, scenario] of Object.entries(requestScenarios())) {
    const counts = await countRequests(scenario);
    const limit = limits[name];
    const cells = (["mean", "median", "p99", "worst", "roundTripsPerEvent"] as const).map(
      (figure) => `${figure} ${counts[figure]} (${limit?.[figure] ?? "none"})`,
    );
    row(scenario.says, cells.join("   "));
  }
}
