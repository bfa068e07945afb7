import type { Facet } from "./facet.js";
import { anEvent, anEventWithoutKey, anImport, aSettlement, KEY, MINUTE, NOW, opened } from "./samples.js";

/** What retention may forget. */
export function purgeFacet({ test, expect }: Facet): void {
  test("waiting: an event that is not processed stays, however old", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    expect((await store.purge(NOW + 365 * 24 * 60 * MINUTE)).events).toBe(0);
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
    expect((await store.purge(NOW)).events).toBe(0);
    expect((await store.purge(NOW + 1)).events).toBe(2);
    expect((await store.health(NOW)).events).toEqual({ stored: 1, waiting: 0 });
  });

  test("afterwards: the activity remains, and a purged id counts as new", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"], pageId: "page-1" }), NOW);
    await store.purge(NOW + 1);
    expect((await store.activity(lease.key))?.pageId).toBe("page-1");
    expect(await store.receive([anEvent({ id: "a" })])).toEqual(["stored"]);
  });

  test("history: runs settled before the given time go, not those at it", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: "call:AC2" })]);
    for (const at of [NOW, NOW + 1]) await store.settle((await opened(store)).lease, aSettlement(), at);
    await store.settle((await opened(store, { key: "call:AC2" })).lease, aSettlement(), NOW - 1);
    expect(await store.purge(NOW - 1)).toEqual({ events: 0, history: 0, imports: 0 });
    expect(await store.purge(NOW + 1)).toEqual({ events: 0, history: 2, imports: 0 });
    expect((await store.history(KEY, 10)).map(({ at }) => at)).toEqual([NOW + 1]);
    expect(await store.history("call:AC2", 10)).toEqual([]);
    expect((await store.activity("call:AC2"))?.status).toBe("synced");
  });

  test("imports: ended ones go when they were last saved before it, running ones never", async (store) => {
    await store.saveImport(anImport({ id: "running" }));
    await store.saveImport(anImport({ id: "done", status: "done" }));
    await store.saveImport(anImport({ id: "failed", status: "failed", startedAt: NOW - MINUTE }));
    await store.saveImport(anImport({ id: "later", status: "done", updatedAt: NOW + 1 }));
    expect((await store.purge(NOW)).imports).toBe(0);
    expect((await store.purge(NOW + 1)).imports).toBe(2);
    expect(new Set((await store.imports(10)).map(({ id }) => id))).toEqual(new Set(["running", "later"]));
  });
}
