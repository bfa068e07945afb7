import type { Facet } from "./facet.js";
import { anEvent, anEventWithoutKey, anImport, aSettlement, KEY, MINUTE, NOW, opened } from "./samples.js";

/** What retention may forget. */
export function purgeFacet({ test, expect }: Facet): void {
  test("waiting: an event that is not processed stays, however old", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    expect((await store.purge({ before: NOW + 365 * 24 * 60 * MINUTE, limit: 100 })).events).toBe(0);
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
    expect((await store.purge({ before: NOW, limit: 100 })).events).toBe(0);
    expect((await store.purge({ before: NOW + 1, limit: 100 })).events).toBe(2);
    expect((await store.health(NOW)).events).toEqual({ stored: 1, waiting: 0 });
  });

  test("afterwards: the activity remains, and a purged id counts as new", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"], pageId: "page-1" }), NOW);
    await store.purge({ before: NOW + 1, limit: 100 });
    expect((await store.activity(lease.key))?.pageId).toBe("page-1");
    expect(await store.receive([anEvent({ id: "a" })])).toEqual(["stored"]);
  });

  test("history: runs settled before the given time go, not those at it", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: "call:AC2" })]);
    for (const at of [NOW, NOW + 1]) await store.settle((await opened(store)).lease, aSettlement(), at);
    await store.settle((await opened(store, { key: "call:AC2" })).lease, aSettlement(), NOW - 1);
    expect(await store.purge({ before: NOW - 1, limit: 100 })).toEqual({
      events: 0,
      history: 0,
      imports: 0,
      lookups: 0,
    });
    expect(await store.purge({ before: NOW + 1, limit: 100 })).toEqual({
      events: 0,
      history: 2,
      imports: 0,
      lookups: 0,
    });
    expect((await store.history(KEY, 10)).map(({ at }) => at)).toEqual([NOW + 1]);
    expect(await store.history("call:AC2", 10)).toEqual([]);
    expect((await store.activity("call:AC2"))?.status).toBe("synced");
  });

  test("imports: ended ones go when they were last saved before it, running ones never", async (store) => {
    await store.saveImport(anImport({ id: "running" }));
    await store.saveImport(anImport({ id: "done", status: "done" }));
    await store.saveImport(anImport({ id: "failed", status: "failed", startedAt: NOW - MINUTE }));
    await store.saveImport(anImport({ id: "later", status: "done", updatedAt: NOW + 1 }));
    expect((await store.purge({ before: NOW, limit: 100 })).imports).toBe(0);
    expect((await store.purge({ before: NOW + 1, limit: 100 })).imports).toBe(2);
    expect(new Set((await store.imports(10)).map(({ id }) => id))).toEqual(new Set(["running", "later"]));
  });

  test("limit: so many of each kind go in one go, and what is left in the next", async (store) => {
    const ids = ["a", "b", "c"];
    for (const id of ids) await store.saveImport(anImport({ id, status: "done" }));
    await store.receive(ids.map((id) => anEvent({ id })));
    for (const id of ids) {
      const { lease } = await opened(store);
      const contacts = [{ identifier: `${id}@example.com`, pageIds: [], noneUntil: NOW + MINUTE }];
      await store.settle(lease, aSettlement({ processedEventIds: [id], contacts }), NOW);
    }
    const next = () => store.purge({ before: NOW + 1, limit: 2 });
    expect(await next()).toEqual({ events: 2, history: 2, imports: 2, lookups: 2 });
    expect((await store.health(NOW)).events.stored).toBe(1);
    expect((await store.canvasStats()).entries).toBe(1);
    expect([(await store.history(KEY, 10)).length, (await store.imports(10)).length]).toEqual([1, 1]);
    expect(await next()).toEqual({ events: 1, history: 1, imports: 1, lookups: 1 });
    expect(await next()).toEqual({ events: 0, history: 0, imports: 0, lookups: 0 });
  });
}
