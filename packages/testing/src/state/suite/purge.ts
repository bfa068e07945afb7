import type { Facet } from "./facet.js";
import { anEvent, anEventWithoutKey, aSettlement, MINUTE, NOW, opened } from "./samples.js";

/** What retention may forget. */
export function purgeFacet({ test, expect }: Facet): void {
  test("waiting: an event that is not processed stays, however old", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    expect(await store.purgeEvents(NOW + 365 * 24 * 60 * MINUTE)).toBe(0);
    expect((await opened(store)).events.length).toBe(1);
  });

  test("processed: goes when it was received before the given time, not at it", async (store) => {
    await store.receive([
      anEvent({ id: "a" }),
      anEvent({ id: "b", receivedAt: NOW + 1 }),
      anEventWithoutKey("c"),
    ]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["a", "b"] }), NOW + MINUTE);
    expect(await store.purgeEvents(NOW)).toBe(0);
    expect(await store.purgeEvents(NOW + 1)).toBe(2);
    expect((await store.health(NOW)).events).toEqual({ stored: 1, waiting: 0 });
  });

  test("afterwards: the activity remains, and a purged id counts as new", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"], pageId: "page-1" }), NOW);
    await store.purgeEvents(NOW + 1);
    expect((await store.activity(lease.key))?.pageId).toBe("page-1");
    expect(await store.receive([anEvent({ id: "a" })])).toEqual(["stored"]);
  });
}
