import { messageReceived } from "@openphone-notion/testing";
import { afterEach, expect, test } from "vitest";
import { createWorld, type World } from "./world.js";

// WORKER_EVENTS=10000 pnpm exec vitest run packages/adapter-cloudflare/test/load.test.ts
// Notion's limit of 600 requests a minute is kept, so that a thousand events take about two minutes.
const EVENTS = Number(process.env.WORKER_EVENTS ?? 0);
/** Of every fault; the same seed draws the same ones, whom they meet is up to the order that things happen in. */
const SEED = Number(process.env.WORKER_SEED ?? 1);
const NUMBERS = 5;
const AT_ONCE = 10;

const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));

/** One message in twenty is not taken by its queue, and an object ends at one step in three hundred. */
const CODE = `(() => {
  const [ofSteps, ofQueues] = [seededRandom(${SEED}), seededRandom(${SEED + 1})];
  const worker = createWorker({
    timings: { leaseMs: 10_000, queryLagMs: 500, requestLifeMs: 5_000 },
    failpoint: () => { if (ofSteps() < 1 / 300) abort(); },
  });
  const faulty = (queue) => ({
    sendBatch: async (messages) => {
      if (ofQueues() < 1 / 20) throw new Error("Queue is overloaded.");
      return queue.sendBatch(messages);
    },
  });
  const spoilt = (env) => ({ ...env, QUEUE: faulty(env.QUEUE), CRITICAL_QUEUE: faulty(env.CRITICAL_QUEUE) });
  return {
    ...worker,
    fetch: (request, env, context) => worker.fetch(request, spoilt(env), context),
  };
})()`;

test.runIf(EVENTS > 0)(
  "of any number of events with faults on, none is lost and none is doubled",
  async () => {
    const world = await createWorld(CODE);
    worlds.push(world);
    const { worker, notion, deliver, health } = world;
    notion.faults.random({
      probability: 0.03,
      seed: SEED,
      faults: [
        "429",
        "500",
        "502-html",
        "503",
        "503-after-commit",
        "reset-before-commit",
        "reset-after-commit",
      ],
    });
    const events = Array.from({ length: EVENTS }, (_, index) =>
      messageReceived({ id: `AC${index}`, text: `Message ${index}`, phoneNumberId: `PN${index % NUMBERS}` }),
    );
    const began = Date.now();
    let deliveries = 0;
    const left = events.entries();
    const send = async () => {
      for (const [index, event] of left) {
        // Every fifth is delivered twice.
        for (let times = index % 5 === 0 ? 2 : 1; times > 0; times--) {
          expect((await deliver(event)).status).toBe(200);
          deliveries++;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, send));
    const sentMs = Date.now() - began;
    const patience = Date.now() + EVENTS * 500 + 300_000;
    while ((await health()).queueDepth > 0 && Date.now() < patience) {
      await worker.scheduled();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
    const contents = notion.pages("messages").map(({ values }) => values.Content as string);
    const { creates } = notion.counts;
    // biome-ignore lint/suspicious/noConsole: the figures are what this is run for.
    console.log({
      ...{
        seed: SEED,
        events: EVENTS,
        deliveries,
        sentMs,
        doneMs: Date.now() - began,
        pages: contents.length,
      },
      ...{ requests: notion.requests.length, creates, health: await health() },
    });
    expect(await health()).toMatchObject({ queueDepth: 0, parked: 0 });
    expect(contents.sort()).toEqual(events.map((_, index) => `Message ${index}`).sort());
    expect(notion.pages("messages", { inTrash: true })).toEqual([]);
  },
  EVENTS * 1_000 + 600_000,
);
