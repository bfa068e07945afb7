import { expect, test } from "vitest";
import { createHistoryWorld, type HistoryWorld } from "../history/history-world.js";
import { callCompleted } from "../payloads/call-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { postBody } from "../payloads/webhook-event.js";
import { longDialogue } from "./long-dialogue.js";

const KEY = "call:AC1";

/** Has a call written with a transcript that its column cannot hold, by a process that knows nothing of it yet. */
async function writeCall(world: HistoryWorld, word: string) {
  const [page] = world.notion.pages("calls");
  for (const held of [world.data.activities, world.data.events, world.data.history]) held.clear();
  if (page) await world.store.adopt([{ key: KEY, kind: "call", pageId: page.id }], world.clock.now());
  const life = world.begin();
  for (const event of [
    callCompleted({ id: "AC1" }),
    callTranscriptCompleted({ id: "AC1", dialogue: longDialogue(2_500, word) }),
  ]) {
    const body = new TextEncoder().encode(postBody(event));
    await life.engine.ingest({ headers: new Headers(), body });
  }
  await world.run(120_000);
  life.kill();
  expect((await world.store.health(world.clock.now())).depth).toBe(0);
}

const bodyOf = ({ notion }: HistoryWorld) => notion.pages("calls")[0]!.children;

const words = (world: HistoryWorld, toggle = 0) =>
  bodyOf(world)
    [toggle]!.children.map(({ text }) => text)
    .join("");

test("what an adopted row shows already of its long text is found, and stays", async () => {
  const world = createHistoryWorld();
  await writeCall(world, "Line");
  const before = bodyOf(world);
  expect(words(world)).toContain("Line 2499 ");
  const { appends, blockWrites } = world.notion.counts;
  await writeCall(world, "Line");
  expect(bodyOf(world)).toEqual(before);
  expect(world.notion.counts).toMatchObject({ appends, blockWrites });
  // From then on it is known.
  const { requests } = world.notion.counts;
  const life = world.begin();
  const body = new TextEncoder().encode(postBody(callCompleted({ id: "AC1" })));
  await life.engine.ingest({ headers: new Headers(), body });
  await world.run(60_000);
  expect(world.notion.counts.requests).toBe(requests);
});

test("another text takes the place of what an adopted row shows, and blocks of others stay", async () => {
  const world = createHistoryWorld();
  await writeCall(world, "Line");
  const [ours] = bodyOf(world);
  world.notion.addToggle(world.notion.pages("calls")[0]!.id, ours!.text);
  const [, theirs] = bodyOf(world);
  await writeCall(world, "Word");
  expect(bodyOf(world).map(({ id }) => id)).not.toContain(ours!.id);
  expect(bodyOf(world)).toHaveLength(2);
  expect(bodyOf(world)[0]!.id).toBe(theirs!.id);
  expect(words(world, 1)).toContain("Word 2499 ");
});
