import type { Facet } from "./facet.js";
import { aFailure, anEvent, anEventWithoutKey, aSettlement, MINUTE, NOW, opened, PARK } from "./samples.js";

const KEYS = ["call:AC1", "call:AC2", "call:AC3"] as const;
const DAY = { from: NOW, to: NOW + 10 * MINUTE };

/** What a report of a day is made of. */
export function figuresFacet({ test, expect }: Facet): void {
  test("empty: an empty store has none", async (store) => {
    const none = { events: 0, runs: {}, notionRequests: 0, durationMs: 0, parked: 0, owed: 0 };
    expect(await store.figures(DAY)).toEqual(none);
  });

  test("events: those received from its beginning until before its end, whatever became of them", async (store) => {
    const times = [DAY.from - 1, DAY.from, DAY.to - 1, DAY.to];
    await store.receive(times.map((receivedAt, index) => anEvent({ id: `${index}`, receivedAt })));
    await store.receive([anEventWithoutKey("of nothing")]);
    expect((await store.figures(DAY)).events).toBe(3);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["1"] }), DAY.to);
    expect((await store.figures(DAY)).events).toBe(3);
  });

  test("runs: those settled in it, by what they did, with their requests and time", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: KEYS[1] })]);
    const settled = [
      [KEYS[0], "created", DAY.from - 1],
      [KEYS[0], "updated", DAY.from],
      [KEYS[1], "updated", DAY.to - 1],
      [KEYS[1], "unchanged", DAY.to - 1],
      [KEYS[1], "created", DAY.to],
    ] as const;
    for (const [key, action, at] of settled) {
      const history = { action, notionRequests: 2, durationMs: 100 };
      await store.settle((await opened(store, { key })).lease, aSettlement({ history }), at);
    }
    const { runs, notionRequests, durationMs } = await store.figures(DAY);
    expect({ runs, notionRequests, durationMs }).toEqual({
      ...{ runs: { updated: 2, unchanged: 1 }, notionRequests: 6, durationMs: 300 },
    });
  });

  test("parked: those that were parked in it and are so still", async (store) => {
    await store.receive(KEYS.map((key) => anEvent({ id: key, key })));
    for (const [index, key] of KEYS.entries()) {
      const at = [DAY.from - 1, DAY.from, DAY.to - 1][index]!;
      await store.fail((await opened(store, { key })).lease, aFailure({ next: PARK }), at);
    }
    expect((await store.figures(DAY)).parked).toBe(2);
    await store.replay({ now: NOW, keys: [KEYS[1]] });
    expect((await store.figures(DAY)).parked).toBe(1);
    expect((await store.figures({ from: DAY.to, to: DAY.to + 1 })).parked).toBe(0);
  });

  test("owed: those that are shown and wait for another run, whenever that is", async (store) => {
    await store.receive(KEYS.map((key) => anEvent({ id: key, key })));
    expect((await store.figures(DAY)).owed).toBe(0);
    const settle = async (index: number, dueAt?: number) => {
      const { lease } = await opened(store, { key: KEYS[index]! });
      const events = { processedEventIds: [KEYS[index]!] };
      await store.settle(lease, aSettlement({ ...events, ...(dueAt === undefined ? {} : { dueAt }) }), NOW);
    };
    await settle(0, DAY.to + 60 * MINUTE);
    await settle(1);
    await store.fail((await opened(store, { key: KEYS[2] })).lease, aFailure(), NOW);
    expect((await store.figures(DAY)).owed).toBe(1);
    expect((await store.figures({ from: DAY.to, to: DAY.to + 1 })).owed).toBe(1);
    await settle(0);
    expect((await store.figures(DAY)).owed).toBe(0);
  });
}
