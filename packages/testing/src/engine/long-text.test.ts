import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { longDialogue } from "./long-dialogue.js";
import { createWorld, type World } from "./world.js";

const linesOf = ({ notion }: World): number[] => {
  const property = String(notion.page("call:AC1").Transcript);
  const body = notion
    .pages("calls")[0]!
    .children.flatMap((toggle) => toggle.children.map((block) => block.text));
  return [...(property + body.join("")).matchAll(/Line (\d+) /g)].map((match) => Number(match[1]));
};

const everyLine = Array.from({ length: 3_000 }, (_, index) => index);

test("what a property cannot hold goes on in the page body, whole and in order", async () => {
  const world = createWorld();
  await world.receive(callCompleted(), callTranscriptCompleted({ dialogue: longDialogue(3_000) }));
  await world.run(10_000);
  expect(linesOf(world)).toEqual(everyLine);
  expect(world.notion.pages("calls")[0]!.children).toHaveLength(1);
});

describe("an append that ends unclearly", () => {
  test.each(["503-after-commit", "reset-after-commit", "reset-before-commit", "500"] as const)(
    "%s: every line is there once",
    async (fault) => {
      const world = createWorld();
      world.notion.faults.next({ method: "PATCH", path: /children$/ }, fault);
      await world.receive(callCompleted(), callTranscriptCompleted({ dialogue: longDialogue(3_000) }));
      await world.run(200_000);
      expect(linesOf(world)).toEqual(everyLine);
    },
  );
});

test("a body of the user's own is left alone", async () => {
  const world = createWorld();
  await world.receive(callCompleted());
  await world.run();
  const before = world.notion.pages("calls")[0]!;
  expect(before.children).toHaveLength(0);
  await world.receive(callTranscriptCompleted({ dialogue: longDialogue(3_000) }));
  await world.run(10_000);
  expect(linesOf(world)).toEqual(everyLine);
});

test("the toggle of an earlier text is removed although the first try to delete it fails", async () => {
  const world = createWorld();
  await world.receive(
    callCompleted({ id: "AC1" }),
    callTranscriptCompleted({ id: "AC1", dialogue: longDialogue(3_000) }),
  );
  await world.run(60_000);
  expect(world.notion.pages("calls")[0]!.children).toHaveLength(1);
  world.notion.faults.next({ method: "DELETE" }, "500");
  await world.receive(
    callTranscriptCompleted({
      id: "AC1",
      dialogue: longDialogue(3_100, "Word"),
      eventCreatedAt: "2026-10-07T16:00:00.000Z",
    }),
  );
  await world.run(600_000);
  expect(world.notion.pages("calls")[0]!.children).toHaveLength(1);
});
