import type { ActivityKey, StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import {
  aFailure,
  anEvent,
  aSettlement,
  asStored,
  KEY,
  known,
  LEASE_MS,
  NOW,
  opened,
  refusal,
} from "./samples.js";

const OTHER: ActivityKey = "call:AC2";

/** What a worker that has ended leaves to the others. */
export function releaseFacet({ test, expect }: Facet): void {
  const claim = (store: StateStore, owner: string) =>
    store.claim("contacts", { owner, leaseMs: LEASE_MS, now: NOW });

  test("lease: another gets it at once, with the open intent, all events and a greater fence", async (store) => {
    const events = [anEvent({ id: "a" }), anEvent({ id: "b" })];
    await store.receive([events[0]!]);
    const { lease } = await opened(store);
    await store.intend(lease, { kind: "create", at: NOW });
    await store.receive([events[1]!]);
    const before = await known(store);
    expect(await store.release("one")).toBe(1);
    expect(await known(store)).toEqual(before);
    expect((await store.due({ now: NOW, limit: 10 })).map(({ key }) => key)).toEqual([KEY]);
    const taken = await opened(store, { owner: "two" });
    expect(taken.activity.intent).toEqual({ kind: "create", at: NOW });
    expect(taken.events).toEqual(events.map(asStored));
    expect(taken.lease.fence > lease.fence).toBe(true);
  });

  test("many: all that it was at", async (store) => {
    const keys = Array.from({ length: 12 }, (_, index): ActivityKey => `call:many${index}`);
    await store.receive(keys.map((key) => anEvent({ id: key, key })));
    for (const key of keys) await opened(store, { key });
    expect(await store.release("one")).toBe(keys.length);
    expect((await store.due({ now: NOW, limit: 20 })).length).toBe(keys.length);
    expect(await store.release("one")).toBe(0);
  });

  test("late: whatever it does all the same is refused, before another has the lease and after", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.release("one");
    const refusals = () =>
      Promise.all(
        [
          store.renew(lease, { leaseMs: LEASE_MS, now: NOW }),
          store.intend(lease, { kind: "create", at: NOW }),
          store.settle(lease, aSettlement({ processedEventIds: ["a"] }), NOW),
          store.fail(lease, aFailure(), NOW),
        ].map(refusal),
      );
    const lost = Array.from({ length: 4 }, () => ({ code: "lease_lost", retry: "now" }));
    expect(await refusals()).toEqual(lost);
    const next = await opened(store, { owner: "one" });
    expect(await refusals()).toEqual(lost);
    expect(await refusal(store.settle(next.lease, aSettlement(), NOW))).toBe("accepted");
  });

  test("others: keep theirs, whatever their name begins with", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: OTHER })]);
    await opened(store, { owner: "one" });
    const kept = await opened(store, { key: OTHER, owner: "one-two" });
    await claim(store, "one-two");
    expect(await store.release("one")).toBe(1);
    expect(await claim(store, "three")).toBe(false);
    expect(await refusal(store.renew(kept.lease, { leaseMs: LEASE_MS, now: NOW }))).toBe("accepted");
    expect(await store.release("nobody")).toBe(0);
  });

  test("role: another may take it at once", async (store) => {
    await claim(store, "one");
    await store.release("one");
    expect(await claim(store, "two")).toBe(true);
  });
}
