import type { Facet } from "./facet.js";
import {
  aFailure,
  anEvent,
  anEventWithoutKey,
  aSettlement,
  KEY,
  MINUTE,
  NOW,
  opened,
  PARK,
} from "./samples.js";

const KEY_2 = "call:AC2";

/** The queue as an operator sees it. */
export function healthFacet({ test, expect }: Facet): void {
  test("empty: an empty store is healthy", async (store) => {
    expect(await store.health(NOW)).toEqual({ depth: 0, parked: 0, events: { stored: 0, waiting: 0 } });
  });

  test("queue: counts what is due now or later, and knows the oldest that is overdue", async (store) => {
    await store.receive([
      anEvent({ id: "a", dueAt: NOW - MINUTE }),
      anEvent({ id: "b", key: KEY_2, dueAt: NOW - 5 * MINUTE, priority: "low" }),
      anEvent({ id: "c", key: "call:AC3", dueAt: NOW + MINUTE }),
      anEventWithoutKey("d"),
    ]);
    expect(await store.health(NOW)).toEqual({
      depth: 3,
      oldestDueAt: NOW - 5 * MINUTE,
      parked: 0,
      events: { stored: 4, waiting: 3 },
    });
    expect((await store.health(NOW - 5 * MINUTE)).oldestDueAt).toBe(NOW - 5 * MINUTE);
    expect((await store.health(NOW - 5 * MINUTE - 1)).oldestDueAt).toBe(undefined);
  });

  test("queue: a settled activity counts only once its next look is near", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: KEY_2 })]);
    const later = NOW + 60 * MINUTE;
    await store.settle(
      (await opened(store)).lease,
      aSettlement({ processedEventIds: ["a"], dueAt: later }),
      NOW,
    );
    const next = { action: "retry", dueAt: later } as const;
    await store.fail((await opened(store, { key: KEY_2 })).lease, aFailure({ next }), NOW);
    expect((await store.health(NOW)).depth).toBe(1);
    expect((await store.health(later - MINUTE)).depth).toBe(2);
    await store.receive([anEvent({ id: "c", dueAt: NOW + 10 * MINUTE })]);
    expect((await store.health(NOW)).depth).toBe(2);
  });

  test("queue: an activity in work still counts, a settled or parked one does not", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: KEY_2 })]);
    const { lease } = await opened(store);
    expect((await store.health(NOW)).depth).toBe(2);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), NOW);
    expect((await store.health(NOW)).depth).toBe(1);
    await store.fail((await opened(store, { key: KEY_2 })).lease, aFailure({ next: PARK }), NOW);
    const { depth, parked, events } = await store.health(NOW);
    expect({ depth, parked, events }).toEqual({ depth: 0, parked: 1, events: { stored: 2, waiting: 1 } });
  });

  test("last error: is the newest failure that its activity has not overcome", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: KEY_2 })]);
    await store.fail((await opened(store)).lease, aFailure({ errorCode: "notion_conflict" }), NOW + 1);
    await store.fail(
      (await opened(store, { key: KEY_2 })).lease,
      aFailure({ errorCode: "mapping_failed", next: PARK }),
      NOW + 2,
    );
    expect((await store.health(NOW)).lastError).toEqual({ code: "mapping_failed", at: NOW + 2 });
    await store.replay({ now: NOW + 3 });
    expect((await store.health(NOW)).lastError).toEqual({ code: "mapping_failed", at: NOW + 2 });
    await store.settle((await opened(store, { key: KEY_2 })).lease, aSettlement(), NOW + 4);
    expect((await store.health(NOW)).lastError).toEqual({ code: "notion_conflict", at: NOW + 1 });
  });

  test("last error: a later success clears it though its clock is 10 minutes behind", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store, { key: KEY })).lease, aFailure(), NOW);
    await store.settle((await opened(store)).lease, aSettlement(), NOW - 10 * MINUTE);
    expect((await store.health(NOW)).lastError).toBe(undefined);
  });
}
