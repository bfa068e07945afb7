import { expect, test } from "vitest";
import { Unfinished } from "./unfinished.js";

const clock = { now: () => 0, after: () => () => {} };

/** How often the store is asked in so long, while nothing ends. */
async function requestsIn(durationMs: number, waiting: number): Promise<number> {
  let requests = 0;
  const store = {
    async activities() {
      requests++;
      return { activities: [] };
    },
  };
  const unfinished = new Unfinished(store, clock);
  for (let index = 0; index < waiting; index++) unfinished.add(`call:AC${index}`, true);
  for (let passedMs = 0; passedMs < durationMs; passedMs += unfinished.lookAfterMs) {
    await unfinished.takeEnded({ all: true, dropLost: false });
  }
  return requests;
}

test("a slice of four minutes leaves most of the thousand queries that D1 answers in one, however many wait", async () => {
  expect(await requestsIn(4 * 60_000, 1_100)).toBeLessThan(400);
  expect(await requestsIn(4 * 60_000, 250)).toBeLessThan(400);
});

test("few are looked at every two seconds", async () => {
  expect(await requestsIn(60_000, 100)).toBe(30);
  expect(new Unfinished({ activities: async () => ({ activities: [] }) }, clock).lookAfterMs).toBe(2_000);
});
