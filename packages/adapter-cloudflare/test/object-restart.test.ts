import { messageReceived } from "@openphone-notion/testing";
import { afterEach, expect, test } from "vitest";
import { createWorld, type World } from "./world.js";

const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));

/** The object of the number ends at each of these steps once, as soon as one of its activities comes there. */
const POINTS = ["activity.opened", "create.intended", "create.done", "activity.settling", "activity.settled"];
const CODE = `(() => {
  const left = new Set(${JSON.stringify(POINTS)});
  const worker = createWorker({
    timings: { leaseMs: 2_000, queryLagMs: 200, requestLifeMs: 1_000 },
    failpoint: (point) => { if (left.delete(point)) abort(); },
  });
  return {
    ...worker,
    fetch: (request, env, context) =>
      request.url.endsWith("/test") ? Response.json({ left: left.size, objectsMade }) : worker.fetch(request, env, context),
  };
})()`;

test("an object that is ended at any step of a run goes on elsewhere: each row is there once", async () => {
  const world = await createWorld(CODE);
  worlds.push(world);
  const { worker, notion, deliver, health, until } = world;
  const ids = Array.from({ length: 6 }, (_, index) => `AC${index}`);
  for (const id of ids) expect((await deliver(messageReceived({ id, text: id }))).status).toBe(200);
  await until(async () => {
    await worker.scheduled();
    return (await health()).queueDepth === 0;
  });
  const ends = await worker.fetch(new Request("https://sync.example.com/test"));
  const { left, objectsMade } = (await ends.json()) as { left: number; objectsMade: number };
  expect(left).toBe(0);
  expect(objectsMade).toBeGreaterThan(1);
  expect(await health()).toMatchObject({ queueDepth: 0, parked: 0 });
  expect(
    notion
      .pages("messages")
      .map(({ values }) => values.Content)
      .sort(),
  ).toEqual(ids);
  expect(notion.counts.creates).toBe(ids.length);
}, 120_000);
