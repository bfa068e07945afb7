import type { EventQuery, StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { pagesOf } from "./pages.js";
import {
  aFailure,
  anEvent,
  anEventWithoutKey,
  aSettlement,
  asStored,
  KEY,
  MINUTE,
  NOW,
  opened,
  PARK,
} from "./samples.js";

const OTHER = "message:AC2";

/** Looking through the inbox. */
export function eventsFacet({ test, expect }: Facet): void {
  test("row: is the event as it came, and what became of it", async (store) => {
    expect(await store.events({ limit: 10 })).toEqual({ events: [] });
    const [reflected, waiting] = [anEvent({ id: "a", body: '{"text":"é 😀"}' }), anEvent({ id: "b" })];
    const keyless = anEventWithoutKey("c");
    await store.receive([reflected, waiting, keyless]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), NOW + 5);
    expect(await store.events({ limit: 10 })).toEqual({
      events: [
        asStored(keyless),
        { ...asStored(waiting), key: KEY },
        { ...asStored(reflected), key: KEY, processedAt: NOW + 5 },
      ],
    });
  });

  test("row: an event that is settled again keeps the time at which it was reflected", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    for (const now of [NOW + 5, NOW + MINUTE]) {
      await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: ["a"] }), now);
    }
    expect((await store.events({ limit: 1 })).events[0]?.processedAt).toBe(NOW + 5);
  });

  test("order: the last to arrive comes first, whatever the time it names", async (store) => {
    await store.receive([anEvent({ id: "a", receivedAt: NOW + MINUTE }), anEvent({ id: "z" })]);
    await store.receive([anEvent({ id: "b", receivedAt: NOW - MINUTE, key: OTHER })]);
    await store.receive([anEvent({ id: "a" })]);
    expect(await found(store, {})).toEqual(["b", "z", "a"]);
  });

  test("pages: together hold every event once, and only the last has no cursor", async (store) => {
    const ids = await severalEvents(store, 7);
    for (const limit of [1, 3, 6, 7, 8]) {
      const pages = await pagesOf((from) => store.events({ limit, ...from }));
      expect(
        pages
          .map(({ events }) => events.length)
          .slice(0, -1)
          .every((length) => length === limit),
      ).toBe(true);
      expect(pages.length).toBe(Math.ceil(7 / limit));
      expect(pages.flatMap(({ events }) => events.map(({ id }) => id))).toEqual(ids);
    }
  });

  test("pages: what arrives or is reflected between two of them neither repeats nor hides others", async (store) => {
    const ids = await severalEvents(store, 6);
    const first = await store.events({ limit: 3 });
    await store.receive([anEvent({ id: "late" }), anEvent({ id: "older", receivedAt: NOW - 60 * MINUTE })]);
    await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: ids }), NOW);
    const second = await store.events({ limit: 3, cursor: first.cursor! });
    expect([...first.events, ...second.events].map(({ id }) => id)).toEqual(ids);
    expect(second.cursor).toBe(undefined);
  });

  test("key: only those of the activity", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: OTHER }), anEventWithoutKey("c")]);
    await store.receive([anEvent({ id: "d" })]);
    expect(await found(store, { key: KEY })).toEqual(["d", "a"]);
    expect(await found(store, { key: "call:unknown" })).toEqual([]);
  });

  test("id: the sender's finds every delivery of it, the inbox's the one", async (store) => {
    await store.receive([
      anEvent({ id: "v1:EV1:x", eventId: "EV1" }),
      anEvent({ id: "v4:EV1:y", eventId: "EV1" }),
      anEvent({ id: "v4:EV2:z", eventId: "EV2" }),
    ]);
    expect(await found(store, { id: "EV1" })).toEqual(["v4:EV1:y", "v1:EV1:x"]);
    expect(await found(store, { id: "v1:EV1:x" })).toEqual(["v1:EV1:x"]);
    expect(await found(store, { id: "EV" })).toEqual([]);
    expect(await found(store, { id: "EV1", key: OTHER })).toEqual([]);
  });

  test("failed: those that wait while their activity is parked or failing", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: OTHER }), anEventWithoutKey("c")]);
    await store.receive([anEvent({ id: "d", key: "call:AC3" })]);
    expect(await found(store, { failed: true })).toEqual([]);
    await store.fail((await opened(store)).lease, aFailure(), NOW);
    await store.fail((await opened(store, { key: OTHER })).lease, aFailure({ next: PARK }), NOW);
    expect(await found(store, { failed: true })).toEqual(["b", "a"]);
    expect(await found(store, { failed: true, key: KEY })).toEqual(["a"]);
    expect(await found(store, { failed: false })).toEqual(["d", "c", "b", "a"]);
  });

  test("failed: also when a replay has begun, no more once a run has succeeded", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b" })]);
    const first = await opened(store);
    await store.settle(first.lease, aSettlement({ processedEventIds: ["a"] }), NOW);
    await store.fail((await opened(store)).lease, aFailure({ next: PARK }), NOW);
    expect(await found(store, { failed: true })).toEqual(["b"]);
    await store.replay({ now: NOW });
    expect(await found(store, { failed: true })).toEqual(["b"]);
    await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: [] }), NOW);
    expect(await found(store, { failed: true })).toEqual([]);
  });

  test("failed: page by page as well", async (store) => {
    await store.receive([anEvent({ id: "fine", key: OTHER })]);
    const ids = await severalEvents(store, 5);
    await store.fail((await opened(store)).lease, aFailure(), NOW);
    const pages = await pagesOf((from) => store.events({ failed: true, limit: 2, ...from }));
    expect(pages.map(({ events }) => events.map(({ id }) => id))).toEqual([
      ids.slice(0, 2),
      ids.slice(2, 4),
      ids.slice(4),
    ]);
  });
}

/** Ids of events of `KEY`, the last to arrive first. */
async function severalEvents(store: StateStore, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `e${index}`);
  await store.receive(ids.map((id) => anEvent({ id })));
  return ids.reverse();
}

const found = async (store: StateStore, query: Omit<EventQuery, "limit">) =>
  (await store.events({ limit: 100, ...query })).events.map(({ id }) => id);
