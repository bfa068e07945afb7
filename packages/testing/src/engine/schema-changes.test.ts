import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { intercept, isCreate } from "./intercept.js";
import { longDialogue } from "./long-dialogue.js";
import { createWorld, type World } from "./world.js";

const TEN_MINUTES = 11 * 60_000;

test("a renamed property keeps working, also after a restart", async () => {
  const world = createWorld();
  await world.receive(callCompleted());
  await world.run();
  world.notion.renameProperty("calls", "Summary", "What it was about");
  world.restart();
  await world.receive(callSummaryCompleted({ summary: ["Prices."] }));
  await world.run();
  expect(world.notion.page("call:AC1")["What it was about"]).toBe("• Prices.");
});

test("a renamed property keeps working although the user gives its name to one of their own, which stays theirs", async () => {
  const world = createWorld();
  await world.receive(callCompleted({ id: "AC1" }));
  await world.run();
  world.notion.renameProperty("calls", "Status", "Call outcome");
  world.notion.addProperty("calls", "Status", { type: "select", options: ["To do", "Done"] });
  world.notion.editPage(world.notion.pages("calls")[0]!.id, { Status: "Done" });
  for (const begin of [() => {}, () => world.restart()]) {
    begin();
    await world.run(TEN_MINUTES);
    await world.receive(
      callSummaryCompleted({ id: "AC1", summary: [`At ${world.clock.now()}.`] }),
      callCompleted({ id: `AC${world.clock.now()}` }),
    );
    await world.run(10_000);
  }
  expect(world.notion.page("call:AC1")).toMatchObject({ Status: "Done", "Call outcome": "Answered" });
  const others = world.notion.pages("calls").slice(1);
  expect(others.map(({ values }) => [values.Status, values["Call outcome"]])).toEqual([
    [null, "Answered"],
    [null, "Answered"],
  ]);
  const warnings = world.log.filter(
    (line) => line.includes("mapping.not_written") && line.includes('"Status"'),
  );
  // One in each process.
  expect(warnings).toHaveLength(2);
});

describe("a second data source in a database of ours", () => {
  const addDataSource = async ({ notion }: World) => {
    const answer = await notion.fetch(
      new Request("https://api.notion.com/v1/data_sources", {
        method: "POST",
        headers: { authorization: "Bearer secret_test", "notion-version": "2026-03-11" },
        body: JSON.stringify({
          parent: { type: "database_id", database_id: notion.databases.calls.id },
          properties: { Name: { title: {} } },
        }),
      }),
    );
    expect(answer.status).toBe(200);
  };

  test("changes nothing, also after a restart", async () => {
    const world = createWorld();
    await world.receive(callCompleted({ id: "AC1" }));
    await world.run();
    await addDataSource(world);
    world.restart();
    await world.receive(callCompleted({ id: "AC2" }));
    await world.run(10_000);
    expect(world.notion.pages("calls")).toHaveLength(2);
    expect(world.alerts).toEqual([]);
  });

  test("leaves to be said which one is meant where nothing was written before", async () => {
    const world = createWorld();
    await addDataSource(world);
    await world.receive(callCompleted({ id: "AC1" }));
    await world.run(10_000);
    expect(world.notion.pages("calls")).toEqual([]);
    expect(world.alerts).toMatchObject([{ code: "invalid_configuration" }]);
  });
});

test("a renaming under our feet is noticed with the first refusal", async () => {
  const world = createWorld();
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  world.notion.renameProperty("messages", "Content", "Text");
  await world.receive(messageReceived({ id: "AC3", text: "Still here" }));
  await world.run();
  expect(world.notion.page("message:AC3").Text).toBe("Still here");
});

test("a deleted property parks nothing and warns once", async () => {
  const world = createWorld();
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  world.notion.removeProperty("messages", "Content");
  await world.run(TEN_MINUTES);
  for (const id of ["AC3", "AC4", "AC5"]) await world.receive(messageReceived({ id }));
  await world.run();
  expect(world.notion.pages("messages")).toHaveLength(4);
  const warnings = world.log.filter(
    (line) => line.includes("mapping.not_written") && line.includes('"Content"'),
  );
  expect(warnings).toHaveLength(1);
});

test("a column of another type is written in that type", async () => {
  const world = createWorld();
  world.notion.removeProperty("calls", "Duration");
  world.notion.addProperty("calls", "Duration", { type: "rich_text" });
  await world.receive(callCompleted({ durationSeconds: 61 }));
  await world.run();
  expect(world.notion.page("call:AC1").Duration).toBe("61");
});

test("columns that change again and again during one write park nothing", async () => {
  const world = createWorld();
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  let name = "Content";
  let changes = 0;
  intercept(world.notion, (request) => {
    if (!isCreate(request) || changes >= 8) return undefined;
    const next = `Text ${++changes}`;
    world.notion.renameProperty("messages", name, next);
    name = next;
    return undefined;
  });
  await world.receive(messageReceived({ id: "AC3", text: "Still here" }));
  await world.run(60_000);
  expect(world.notion.page("message:AC3")["Text 8"]).toBe("Still here");
  expect((await world.store.activity("message:AC3"))?.status).toBe("synced");
});

test("a renamed column keeps its long text where it is, once", async () => {
  const world = createWorld();
  await world.receive(callCompleted(), callTranscriptCompleted({ dialogue: longDialogue(2_500) }));
  await world.run(10_000);
  world.notion.renameProperty("calls", "Transcript", "What was said");
  world.restart();
  await world.receive(callSummaryCompleted({ summary: ["Prices."] }));
  await world.run(30_000);
  const toggles = world.notion.pages("calls")[0]!.children.filter(({ text }) => text.includes("continued"));
  expect(toggles).toHaveLength(1);
});
