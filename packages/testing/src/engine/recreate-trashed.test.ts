import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { longDialogue } from "./long-dialogue.js";
import { createWorld, type World } from "./world.js";

const create = { method: "POST", path: "/v1/pages" } as const;

/** A row with a long body, thrown away by the user. */
async function trashedRow(): Promise<World> {
  const world = createWorld({ engine: { onTrashed: "recreate" } });
  await world.receive(callCompleted(), callTranscriptCompleted({ dialogue: longDialogue(2_500) }));
  await world.run(10_000);
  world.notion.trashPage(world.notion.pages("calls")[0]!.id);
  return world;
}

const shown = ({ notion }: World) => ({
  pages: notion.pages("calls").length,
  summary: notion.page("call:AC1").Summary,
  toggles: notion.pages("calls")[0]?.children.length,
});

test("with its next news a row that was thrown away is made again, whole", async () => {
  const world = await trashedRow();
  await world.receive(callSummaryCompleted({ summary: ["Prices."] }));
  await world.run(60_000);
  expect(shown(world)).toEqual({ pages: 1, summary: "• Prices.", toggles: 1 });
});

test("without news it stays in the trash", async () => {
  const world = await trashedRow();
  world.restart();
  await world.receive(callCompleted());
  await world.run(60_000);
  expect(world.notion.pages("calls")).toHaveLength(0);
});

test.each(["reset-after-commit", "reset-before-commit"] as const)(
  "%s of the new row: one row, and the old one is not taken for it",
  async (fault) => {
    const world = await trashedRow();
    world.notion.faults.next(create, fault);
    await world.receive(callSummaryCompleted({ summary: ["Prices."] }));
    await world.run(300_000);
    expect(shown(world)).toEqual({ pages: 1, summary: "• Prices.", toggles: 1 });
  },
);
