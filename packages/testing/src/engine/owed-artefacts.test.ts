import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callMissed } from "../payloads/call-lifecycle-events.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { longDialogue } from "./long-dialogue.js";
import { createWorld, type World } from "./world.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How often OpenPhone was asked for a part of the call. */
const asked = ({ openphone }: World): number =>
  openphone.requests.filter(({ route }) => route.includes("/calls/:")).length;

/** Lets time pass in steps of a quarter of an hour. */
async function pass(world: World, forMs: number): Promise<void> {
  for (let passed = 0; passed < forMs; passed += 15 * MINUTE) {
    await world.clock.advance(15 * MINUTE);
    await world.run();
  }
}

async function answeredCall(): Promise<World> {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  await world.receive(callCompleted({ id: "AC1" }));
  await world.run();
  return world;
}

test("what no event has told of is fetched: recording, transcript and summary", async () => {
  const world = await answeredCall();
  world.openphone.addRecording("AC1", { size: 4_000 });
  world.openphone.setTranscript("AC1", {
    dialogue: [{ content: "Hello there", start: 1, end: 2, identifier: "+15555550123", userId: null }],
  });
  world.openphone.setSummary("AC1", { summary: ["Prices."] });
  await world.run(11 * MINUTE);
  const page = world.notion.page("call:AC1");
  expect(page.Recording).not.toEqual([]);
  expect(page.Transcript).toContain("Hello there");
  expect(page.Summary).toBe("• Prices.");
});

test("a voicemail whose event was lost is fetched", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1", answered: false });
  await world.receive(callMissed({ id: "AC1" }));
  await world.run();
  world.openphone.addVoicemail("AC1", { size: 4_000, transcript: "Call me back" });
  await world.run(11 * MINUTE);
  expect(world.notion.page("call:AC1")["Voicemail Transcript"]).toBe("Call me back");
  expect(world.notion.page("call:AC1").Status).toBe("Voicemail");
});

test("what was said on a voicemail that came within its call is fetched, and asked for once", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1", answered: false });
  const { url } = world.openphone.addVoicemail("AC1", { size: 4_000, transcript: "Call me back" });
  await world.receive(callCompleted({ id: "AC1", system: "v3", voicemail: { url } }));
  await world.run(11 * MINUTE);
  expect(world.notion.page("call:AC1")["Voicemail Transcript"]).toBe("Call me back");
  const looks = asked(world);
  await pass(world, 8 * DAY);
  expect(asked(world)).toBe(looks);
});

describe("a voicemail that no webhook tells of", () => {
  async function missedCall(): Promise<World> {
    const world = createWorld();
    const createdAt = new Date(world.clock.now() - MINUTE).toISOString();
    world.openphone.addCall({ id: "AC1", answered: false, createdAt });
    await world.receive(callCompleted({ id: "AC1", system: "v4", answered: false, createdAt }));
    await world.run();
    return world;
  }

  test.each([
    ["within a minute", 0, MINUTE],
    ["although it was not there at first", MINUTE, 2 * MINUTE],
  ])("is shown %s", async (_, comesAfter, isShownAfter) => {
    const world = await missedCall();
    await world.run(comesAfter);
    world.openphone.addVoicemail("AC1", { size: 4_000, transcript: "Call me back" });
    await world.run(isShownAfter);
    expect(world.notion.page("call:AC1")).toMatchObject({
      Status: "Voicemail",
      "Voicemail Transcript": "Call me back",
    });
  });

  test("is asked for three times where there is none", async () => {
    const world = await missedCall();
    await pass(world, 8 * DAY);
    expect(asked(world)).toBe(3);
  });
});

test("a call whose end was lost is ended", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1", durationSeconds: 60 });
  await world.receive(callSummaryCompleted({ id: "AC1", system: "v4" }));
  await world.run(11 * MINUTE);
  expect(world.notion.page("call:AC1")).toMatchObject({ Status: "Answered", Duration: 60 });
});

test("what will never be is asked for once", async () => {
  const world = await answeredCall();
  world.openphone.addRecording("AC1", { status: "absent" });
  world.openphone.setTranscript("AC1", { status: "absent", dialogue: null });
  world.openphone.setSummary("AC1", { status: "failed" });
  const before = asked(world);
  await world.run(11 * MINUTE);
  const after = asked(world);
  expect(after).toBeGreaterThan(before);
  await pass(world, 8 * DAY);
  expect(asked(world)).toBe(after);
});

test("it is asked for at growing intervals, a week at the longest, and nothing is written for it", async () => {
  const world = await answeredCall();
  const requests = world.notion.requests.length;
  const start = asked(world);
  await pass(world, HOUR);
  const firstHour = asked(world) - start;
  await pass(world, 6 * HOUR);
  const nextHours = asked(world) - start - firstHour;
  expect(firstHour).toBeGreaterThan(0);
  expect(nextHours).toBeLessThanOrEqual(firstHour);
  await pass(world, 8 * DAY);
  const all = asked(world);
  await pass(world, 8 * DAY);
  expect(asked(world)).toBe(all);
  expect(all - start).toBeLessThanOrEqual(21);
  // The one look that told something new, that there is no summary, read the schema and the contacts again.
  expect(world.notion.requests.length - requests).toBeLessThanOrEqual(3);
  expect(world.notion.requests.slice(requests).filter(({ method }) => method === "PATCH")).toEqual([]);
});

test("an API that is down loses no look", async () => {
  const world = await answeredCall();
  world.openphone.faults.next({ times: 1_000 }, "500");
  await pass(world, 3 * HOUR);
  world.openphone.faults.clear();
  world.openphone.setSummary("AC1", { summary: ["Prices."] });
  await world.run(15 * MINUTE);
  expect(world.notion.page("call:AC1").Summary).toBe("• Prices.");
});

test("a look that is due hides nothing else that is to be written", async () => {
  const world = createWorld();
  world.openphone.addCall({ id: "AC1" });
  world.notion.faults.next({ method: "POST", path: "/v1/pages" }, "reset-after-commit");
  await world.receive(callCompleted({ id: "AC1" }));
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  await world.receive(callSummaryCompleted({ id: "AC1", summary: ["Later."] }));
  await world.clock.advance(70_000);
  // The row is found again; what came meanwhile is for the next run, which comes when a look is due as well.
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  await world.clock.advance(20 * MINUTE);
  await world.run();
  expect(world.notion.page("call:AC1").Summary).toBe("• Later.");
});

test("what a look has told is written although the first try to write it fails", async () => {
  const world = await answeredCall();
  world.openphone.addRecording("AC1", { size: 4_000 });
  world.openphone.setTranscript("AC1", { dialogue: longDialogue(3_000) });
  world.notion.faults.next({ method: "PATCH", path: /children$/ }, "reset-before-commit");
  await world.run(13 * MINUTE);
  const [page] = world.notion.pages("calls");
  expect(page?.children[0]?.children.map(({ text }) => text).join("")).toContain("Line 2999 ");
});
