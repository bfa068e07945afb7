import { runReconcile } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createHistoryWorld } from "../history/history-world.js";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { postBody } from "../payloads/webhook-event.js";
import { errorAnswer, intercept } from "./intercept.js";
import { createWorld, type World } from "./world.js";

const HOUR = 3_600_000;

/** Notion refuses whatever is written to one of these columns, until it is mended. */
function refusing({ notion }: Pick<World, "notion">, ...columns: string[]) {
  const state = { isMended: false, refusals: 0 };
  intercept(notion, async (request) => {
    if (state.isMended || !/POST|PATCH/.test(request.method) || !request.url.includes("/v1/pages"))
      return undefined;
    const { properties = {} } = (await request.clone().json()) as { properties?: object };
    const bad = columns.filter((column) => column in properties);
    if (bad.length === 0) return undefined;
    state.refusals++;
    const paths = bad.map((column) => `body.properties.${column}.rich_text is too much for this database`);
    return errorAnswer(400, `body failed validation: ${paths.join(", ")}.`);
  });
  return state;
}

const news = (world: World, text: string) => {
  const eventCreatedAt = new Date(world.clock.now()).toISOString();
  return world.receive(callSummaryCompleted({ summary: [text], eventCreatedAt }));
};

test("a column that Notion refuses is left out, the row is there, and somebody is told once", async () => {
  const world = createWorld();
  const state = refusing(world, "From");
  await world.receive(callCompleted(), callCompleted({ id: "AC2" }));
  await world.run(1_000);
  for (const key of ["call:AC1", "call:AC2"] as const) {
    expect(world.notion.page(key)).toMatchObject({ From: null, To: "+15555550100", Status: "Answered" });
    expect((await world.store.activity(key))?.status).toBe("synced");
  }
  expect(world.alerts).toEqual([expect.objectContaining({ message: expect.stringContaining('"From"') })]);
  // What comes later does not try it again.
  await news(world, "Prices.");
  await world.run(60_000);
  expect(world.notion.page("call:AC1").Summary).toBe("• Prices.");
  expect(state.refusals).toBe(2);
});

test("once it is mended it is written with the next change of its source", async () => {
  const world = createWorld();
  const state = refusing(world, "Summary");
  await world.receive(callCompleted());
  await world.run();
  await news(world, "First.");
  await world.run(60_000);
  expect(world.notion.page("call:AC1").Summary).toBe("");
  expect((await world.store.activity("call:AC1"))?.status).toBe("synced");
  state.isMended = true;
  await news(world, "Second.");
  await world.run(60_000);
  expect(world.notion.page("call:AC1").Summary).toBe("• Second.");
});

test("a reconciliation that is told to put right what differs writes it, a scheduled one does not", async () => {
  const world = createHistoryWorld();
  const state = refusing(world, "From");
  const { engine, parts } = world.begin();
  const createdAt = new Date(world.clock.now()).toISOString();
  world.openphone.addCall({ id: "AC1", createdAt });
  const body = new TextEncoder().encode(postBody(callCompleted({ createdAt })));
  await engine.ingest({ headers: new Headers(), body });
  await world.run(HOUR);
  state.isMended = true;
  const reconcile = async (keepEdits: boolean) => {
    const since = Date.parse(createdAt) - HOUR;
    const { report } = await world.until(runReconcile(parts, { since, fix: true, keepEdits }));
    expect(report.differences).toMatchObject([{ kind: "edited", columns: ["From"] }]);
    await world.run(60_000);
    return world.notion.page("call:AC1").From;
  };
  expect(await reconcile(true)).toBeNull();
  expect(await reconcile(false)).toBe("+15555550123");
});

test.each([
  ["two columns", ["From", "To"]],
  ["the id", ["Call ID"]],
  ["the title", ["Name"]],
])("a refusal that names %s parks the row", async (_, columns) => {
  const world = createWorld();
  refusing(world, ...columns);
  await world.receive(callCompleted());
  await world.run(1_000);
  expect((await world.store.activity("call:AC1"))?.status).toBe("parked");
});
