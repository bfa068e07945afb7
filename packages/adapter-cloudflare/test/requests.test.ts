import { callCompleted, callTranscriptCompleted, messageReceived } from "@openphone-notion/testing";
import { afterEach, expect, test } from "vitest";
import budget from "../../../bench/budget.json" with { type: "json" };
import { type Activity, answeredCall, contactNumber, eventsOf, message } from "../../../bench/src/traffic.ts";
import { createWorld, type World } from "./world.js";

const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));

/** Notion requests of each activity since `from`, all that there were among them. */
function requestsOf({ notion }: World, activities: readonly Activity[], from: number): number[] {
  const asked = notion.requests.slice(from).map(({ method, path }) => `${method} ${path}`);
  const idColumn = { call: "Call ID", message: "Message ID" } as const;
  const counts = activities.map(({ key }) => {
    const [kind, id] = key.split(":") as ["call" | "message", string];
    const found = notion.pages(`${kind}s`).filter(({ values }) => values[idColumn[kind]] === id);
    expect(found).toHaveLength(1);
    // Its one creation, which names no page yet.
    return 1 + asked.filter((request) => request === `PATCH /v1/pages/${found[0]!.id}`).length;
  });
  expect(asked.filter((request) => request === "POST /v1/pages")).toHaveLength(activities.length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(asked.length);
  return counts;
}

const mean = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0) / counts.length;

test("an activity costs as many Notion requests as on Node, by the same budget", async () => {
  const world = await createWorld("createWorker()", { COALESCE_WINDOW_MS: "2000" });
  worlds.push(world);
  const { worker, notion, openphone, deliver, health, until } = world;
  const settled = () => until(async () => (await health()).queueDepth === 0);
  /** What belongs to one activity comes at once. */
  const tell = async (activities: readonly Activity[]) => {
    for (const { events } of activities) {
      const answers = await Promise.all(events.map((event) => deliver(event)));
      expect(answers.map(({ status }) => status)).toEqual(events.map(() => 200));
    }
  };
  const recording = openphone.media.add("/recordings/sample.mp3", { size: 20_000 });
  for (let index = 0; index < 20; index++) {
    notion.addPage("canvas", { Name: `Contact ${index}`, Phone: contactNumber(index) });
  }
  // What is read once and remembered: contacts, schemas, what the workspace allows.
  await worker.scheduled();
  const somebody = { from: "+15555550200" };
  await tell([
    { key: "message:ACfirst1", events: [messageReceived({ id: "ACfirst1", ...somebody })] },
    {
      key: "call:ACfirst2",
      events: [
        callCompleted({ id: "ACfirst2", ...somebody }),
        callTranscriptCompleted({ id: "ACfirst2", ...somebody }),
      ],
    },
  ]);
  await settled();

  const many = (count: number, from: number, activity: (index: number) => Activity) =>
    Array.from({ length: count }, (_, index) => activity(from + index));
  const messages = many(10, 0, message);
  const whole = many(5, 0, (index) => answeredCall(index, recording));
  const late = many(4, 10, (index) => answeredCall(index, recording));
  const from = notion.requests.length;
  await tell([...messages, ...whole]);
  for (let part = 0; part < 4; part++) {
    await tell(late.map(({ key, events }) => ({ key, events: [events[part]!] })));
    await settled();
  }
  const all = [...messages, ...whole, ...late];
  const counts = requestsOf(world, all, from);
  const [ofMessages, ofWhole, ofLate] = [counts.slice(0, 10), counts.slice(10, 15), counts.slice(15)];
  expect(mean(ofMessages)).toBeLessThanOrEqual(budget.message.mean);
  expect(mean(ofWhole)).toBeLessThanOrEqual(budget.callAllKnown.mean);
  expect(mean(ofLate)).toBeLessThanOrEqual(budget.callPartsMinutesApart.mean);
  expect(notion.page(late[0]!.key).Canvas).toHaveLength(1);
  expect(notion.page(whole[0]!.key)).toMatchObject({
    Recording: [{}],
    Transcript: expect.stringContaining("Turn 39"),
  });

  // Every delivery again, and as an event of another id: nothing new, so nothing is asked of Notion.
  const again = eventsOf(all).flatMap((event) => [event, { ...event, id: `${event.id}again` }]);
  for (const event of again) expect((await deliver(event)).status).toBe(200);
  await settled();
  expect(requestsOf(world, all, from)).toEqual(counts);
}, 120_000);
