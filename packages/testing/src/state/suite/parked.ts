import type { ActivityKey } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { aFailure, anEvent, aSettlement, KEY, known, MINUTE, NOW, opened, PARK } from "./samples.js";

/** Activities that nobody tries again by himself. */
export function parkedFacet({ test, expect }: Facet): void {
  test("park: is parked and not due, its events wait on", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store)).lease, aFailure({ next: PARK, errorCode: "mapping_failed" }), NOW);
    const { status, dueAt, attempts, errorCode } = await known(store);
    expect({ status, dueAt, attempts, errorCode }).toEqual({
      status: "parked",
      attempts: 1,
      errorCode: "mapping_failed",
    });
    expect(await store.due({ now: NOW + 60 * MINUTE, limit: 10 })).toEqual([]);
    expect((await store.health(NOW)).events.waiting).toBe(1);
  });

  test("park: an event that arrived during the failed run makes it due all the same", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.receive([anEvent({ id: "b", dueAt: NOW + 5 })]);
    await store.fail(lease, aFailure({ next: PARK }), NOW);
    const { status, dueAt } = await known(store);
    expect({ status, dueAt }).toEqual({ status: "parked", dueAt: NOW + 5 });
    expect((await opened(store)).events.length).toBe(2);
  });

  test("new event: makes a parked activity due, which stays parked until a run ends", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store)).lease, aFailure({ next: PARK }), NOW);
    expect(await store.receive([anEvent({ id: "a" })])).toEqual(["duplicate"]);
    expect((await known(store)).dueAt).toBe(undefined);
    await store.receive([anEvent({ id: "b", dueAt: NOW + 5 })]);
    const { status, dueAt } = await known(store);
    expect({ status, dueAt }).toEqual({ status: "parked", dueAt: NOW + 5 });
    expect((await store.due({ now: NOW + 5, limit: 10 })).length).toBe(1);
    const { lease, events } = await opened(store, { now: NOW + 5 });
    expect(events.map(({ id }) => id)).toEqual(["a", "b"]);
    await store.fail(lease, aFailure(), NOW + 5);
    expect((await known(store)).status).toBe("pending");
  });

  test("replay: makes parked activities due at once with their attempts reset", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: "call:AC2" })]);
    await store.fail(
      (await opened(store)).lease,
      aFailure({ next: PARK, intent: { kind: "create", at: NOW } }),
      NOW,
    );
    expect(await store.replay({ now: NOW + 9 })).toBe(1);
    expect(await store.activity(KEY)).toEqual({
      key: KEY,
      kind: "call",
      status: "pending",
      priority: "standard",
      attempts: 0,
      errorCode: "notion_unavailable",
      errorMessage: "Notion answered 503.",
      errorAt: NOW,
      intent: { kind: "create", at: NOW },
      dueAt: NOW + 9,
      updatedAt: NOW + 9,
    });
    expect((await known(store, "call:AC2")).updatedAt).toBe(NOW);
    expect(await store.replay({ now: NOW + 10 })).toBe(0);
    const { lease, events } = await opened(store);
    expect(events.length).toBe(1);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), NOW);
    expect((await known(store)).status).toBe("synced");
  });

  test("replay: only the named ones, however many", async (store) => {
    const keys = Array.from({ length: 130 }, (_, index): ActivityKey => `call:AC${index}`);
    await store.receive(keys.map((key) => anEvent({ id: key, key })));
    for (const key of keys)
      await store.fail((await opened(store, { key })).lease, aFailure({ next: PARK }), NOW);
    expect(await store.replay({ now: NOW, keys: [] })).toBe(0);
    const named = [...keys.slice(0, 120), keys[0]!, "call:unknown" as const];
    expect(await store.replay({ now: NOW, keys: named })).toBe(120);
    expect((await store.health(NOW)).parked).toBe(10);
    expect(await store.replay({ now: NOW })).toBe(10);
  });

  test("replay: does not put off what a new event has made due", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store)).lease, aFailure({ next: PARK }), NOW);
    await store.receive([anEvent({ id: "b", dueAt: NOW + 5 })]);
    await store.replay({ now: NOW + MINUTE });
    expect((await known(store)).dueAt).toBe(NOW + 5);
  });
}
