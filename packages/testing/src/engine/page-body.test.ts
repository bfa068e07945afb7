import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { errorAnswer, intercept } from "./intercept.js";
import { longDialogue } from "./long-dialogue.js";
import { createWorld, type World, type WorldOptions } from "./world.js";

const said = (start: number, content: string, identifier: string) => ({
  ...{ content, identifier, start },
  end: start + 1,
  userId: null,
});
const dialogue = [
  said(1, "Hello.", "+15555550123"),
  said(3, "Is it ready?", "+15555550123"),
  said(65, "It is.", "+15555550100"),
];

function callWithAll(world: World, id = "AC1") {
  world.openphone.addCall({ id });
  const recording = world.openphone.addRecording(id, { size: 40_000, durationSeconds: 185 });
  return {
    call: callCompleted({ id }),
    recording: callRecordingCompleted({ id, recordings: [{ ...recording, durationSeconds: 185 }] }),
    transcript: callTranscriptCompleted({ id, dialogue }),
  };
}

const setUp = (options: WorldOptions = {}) => createWorld({ coalesceWindowMs: 5_000, ...options });
const bodyOf = ({ notion }: World) => notion.pages("calls")[0]!.children;
const inEngine = (pageBody: "auto" | "always" | "off"): WorldOptions => ({ engine: { pageBody } });

describe("a call of which all is known", () => {
  test("is one request, with its player and who said what when", async () => {
    const world = setUp();
    const { call, recording, transcript } = callWithAll(world);
    await world.receive(call, recording, transcript);
    await world.run(20_000);
    expect(world.notion.counts).toMatchObject({ creates: 1, updates: 0 });
    const [player, toggle, ...others] = bodyOf(world);
    expect(others).toEqual([]);
    expect(player).toMatchObject({
      type: "audio",
      content: { caption: [{ text: { content: "Recording · 3:05" } }] },
    });
    expect(toggle).toMatchObject({ type: "toggle", text: "Transcript" });
    expect(toggle!.children.map(({ text }) => text)).toEqual([
      "+15555550123  0:01\nHello. Is it ready?",
      "+15555550100  1:05\nIt is.",
    ]);
  });

  test("has nothing in its body where that is switched off, or where its blocks may be counted", async () => {
    for (const options of [inEngine("off"), { notion: { plan: "free" } }] satisfies WorldOptions[]) {
      const world = setUp(options);
      const { call, recording, transcript } = callWithAll(world);
      await world.receive(call, recording, transcript);
      await world.run(20_000);
      expect(world.notion.page("call:AC1").Recording).toHaveLength(1);
      expect(bodyOf(world)).toEqual([]);
    }
  });

  test("made although the answer was lost has its body once", async () => {
    const world = setUp();
    world.notion.faults.next({ method: "POST", path: "/v1/pages" }, "reset-after-commit");
    const { call, recording, transcript } = callWithAll(world);
    await world.receive(call, recording, transcript);
    await world.run(300_000);
    expect(world.notion.pages("calls")).toHaveLength(1);
    expect(bodyOf(world).map(({ type }) => type)).toEqual(["audio", "toggle"]);
  });
});

describe("parts that come after the row was made", () => {
  const comeLate = async (options: WorldOptions) => {
    const world = setUp(options);
    const { call, recording, transcript } = callWithAll(world);
    await world.receive(call);
    await world.run(10_000);
    const before = world.notion.counts.requests;
    await world.receive(recording, transcript);
    await world.run(30_000);
    return { world, requests: world.notion.counts.requests - before };
  };

  test("cost one request, and stay out of the body", async () => {
    const { world, requests } = await comeLate(inEngine("auto"));
    expect(requests).toBe(1);
    expect(world.notion.page("call:AC1").Transcript).toContain("Hello.");
    expect(bodyOf(world)).toEqual([]);
  });

  test("are shown in the body too where that is always wanted, for one request each", async () => {
    const { world, requests } = await comeLate(inEngine("always"));
    expect(requests).toBe(3);
    expect(bodyOf(world).map(({ type }) => type)).toEqual(["audio", "toggle"]);
    const settled = world.notion.counts.requests;
    await world.receive(callTranscriptCompleted({ id: "AC1", dialogue, eventId: "EVagain" }));
    await world.run(60_000);
    expect(world.notion.counts.requests).toBe(settled);
  });
});

test("a transcript that changes takes the place of ours, and no toggle of the user's that is called the same", async () => {
  const world = setUp();
  const { call, transcript } = callWithAll(world);
  await world.receive(call, transcript);
  await world.run(20_000);
  const page = world.notion.pages("calls")[0]!;
  world.notion.addToggle(page.id, "Transcript");
  const other = [said(1, "Good morning.", "+15555550123")];
  await world.receive(
    callTranscriptCompleted({ id: "AC1", dialogue: other, eventCreatedAt: "2026-10-07T16:00:00.000Z" }),
  );
  await world.run(60_000);
  const texts = bodyOf(world).map(({ children }) => children.map(({ text }) => text).join());
  expect(texts.sort()).toEqual(["", "+15555550123  0:01\nGood morning."]);
});

describe("an append that was not carried out, beside a toggle of the user's that is called the same", () => {
  const notes = ["My own notes.", "On two lines.", "And a third."];
  const toggles = (world: World) =>
    bodyOf(world).map(({ children }) => children.map(({ text }) => text).join("\n"));
  const changed = callTranscriptCompleted({
    ...{ id: "AC1", eventCreatedAt: "2026-10-07T16:00:00.000Z" },
    dialogue: [said(1, "Good morning.", "+15555550123")],
  });
  const loseAppend = async () => {
    const world = setUp(inEngine("always"));
    const { call, transcript } = callWithAll(world);
    await world.receive(call);
    await world.run(10_000);
    world.notion.addToggle(world.notion.pages("calls")[0]!.id, "Transcript", notes);
    world.notion.faults.next({ method: "PATCH", path: /children$/ }, "reset-before-commit");
    await world.receive(transcript);
    return world;
  };

  test("is made up for, and what changes later takes the place of ours", async () => {
    const world = await loseAppend();
    await world.run(300_000);
    const first = "+15555550123  0:01\nHello. Is it ready?\n+15555550100  1:05\nIt is.";
    expect(toggles(world)).toEqual([notes.join("\n"), first]);
    await world.receive(changed);
    await world.run(60_000);
    expect(toggles(world)).toEqual([notes.join("\n"), "+15555550123  0:01\nGood morning."]);
  });

  test("leaves the user's alone although the text changes before it is cleared up", async () => {
    const world = await loseAppend();
    await world.run(10_000);
    expect(toggles(world)).toEqual([notes.join("\n")]);
    await world.receive(changed);
    await world.run(300_000);
    expect(toggles(world)).toEqual([notes.join("\n"), "+15555550123  0:01\nGood morning."]);
  });

  test("is written again, and takes nothing for ours, where Notion does not say who we are", async () => {
    const world = await loseAppend();
    intercept(world.notion, ({ url }) =>
      url.endsWith("/users/me")
        ? errorAnswer(403, "Insufficient permissions", "restricted_resource")
        : undefined,
    );
    await world.run(300_000);
    expect(toggles(world)[0]).toBe(notes.join("\n"));
    expect(toggles(world)).toHaveLength(2);
    expect(world.alerts).toEqual([]);
  });
});

test("an hour's talk fits into the request that makes the row", async () => {
  const world = setUp();
  world.openphone.addCall({ id: "AC1" });
  await world.receive(
    callCompleted({ id: "AC1" }),
    callTranscriptCompleted({ id: "AC1", dialogue: longDialogue(700) }),
  );
  await world.run(20_000);
  expect(world.notion.counts).toMatchObject({ creates: 1, updates: 0 });
  const [toggle] = bodyOf(world);
  const text = toggle!.children.map((child) => child.text).join("\n");
  expect([...text.matchAll(/Line (\d+) /g)].map((match) => Number(match[1]))).toEqual(
    Array.from({ length: 700 }, (_, index) => index),
  );
});

const refusePlayers = (world: World) =>
  intercept(world.notion, async (request) =>
    (await request.clone().text()).includes('"audio":{')
      ? errorAnswer(
          400,
          "body failed validation: body.children[0].audio.external.url should be a supported URL",
        )
      : undefined,
  );

test("a player that Notion refuses is left out, and the row is there", async () => {
  const world = setUp();
  const { call, recording } = callWithAll(world);
  refusePlayers(world);
  await world.receive(call, recording);
  await world.run(120_000);
  expect(world.notion.page("call:AC1").Recording).toHaveLength(1);
  expect(bodyOf(world)).toEqual([]);
  expect(world.alerts).toEqual([]);
});

test("a player that Notion refuses in a page that is there is left out, and what follows it is shown", async () => {
  const world = setUp(inEngine("always"));
  const { call, recording, transcript } = callWithAll(world);
  refusePlayers(world);
  await world.receive(call);
  await world.run(10_000);
  await world.receive(recording, transcript);
  await world.run(120_000);
  expect(world.notion.page("call:AC1").Recording).toHaveLength(1);
  expect(bodyOf(world).map(({ type }) => type)).toEqual(["toggle"]);
  expect(world.alerts).toEqual([]);
  const settled = world.notion.counts.requests;
  await world.receive(callTranscriptCompleted({ id: "AC1", dialogue, eventId: "EVagain" }));
  await world.run(120_000);
  expect(world.notion.counts.requests).toBe(settled);
});
