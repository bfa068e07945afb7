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

const LEASE_LOST = { code: "lease_lost", retry: "now" };

/** A holder that goes on although its lease has run out. */
export function overtakenFacet({ test, expect }: Facet): void {
  test("takeover: the next holder gets the open intent, all events and a greater fence", async (store) => {
    const events = [anEvent({ id: "a" }), anEvent({ id: "b" })];
    await store.receive([events[0]!]);
    const { lease } = await opened(store);
    await store.intend(lease, { kind: "create", at: NOW + 1 });
    await store.receive([events[1]!]);
    const taken = await opened(store, { owner: "two", now: lease.expiresAt });
    expect(taken.activity.intent).toEqual({ kind: "create", at: NOW + 1 });
    expect(taken.events).toEqual(events.map(asStored));
    expect(taken.lease.fence > lease.fence).toBe(true);
  });

  test("late: what the slow one does while the next is at work is refused and leaves that one in peace", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const slow = (await opened(store, { owner: "slow" })).lease;
    const next = (await opened(store, { owner: "next", now: slow.expiresAt })).lease;
    await store.intend(next, { kind: "create", at: slow.expiresAt });
    const late = slow.expiresAt + 1;
    const attempts = [
      store.renew(slow, { leaseMs: LEASE_MS, now: late }),
      store.intend(slow, { kind: "append", at: late }),
      store.settle(slow, aSettlement({ pageId: "slow", processedEventIds: ["a"] }), late),
      store.fail(slow, aFailure(), late),
    ];
    expect(await Promise.all(attempts.map(refusal))).toEqual(attempts.map(() => LEASE_LOST));
    expect((await known(store)).intent).toEqual({ kind: "create", at: slow.expiresAt });
    await store.settle(next, aSettlement({ pageId: "next", processedEventIds: ["a"] }), late);
    expect((await known(store)).pageId).toBe("next");
  });

  test("late: a settle that comes after the next one has settled changes nothing", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const slow = (await opened(store, { owner: "slow" })).lease;
    const next = (await opened(store, { owner: "next", now: slow.expiresAt })).lease;
    await store.settle(next, aSettlement({ pageId: "next", processedEventIds: ["a"] }), slow.expiresAt);
    const before = await known(store);
    const late = store.settle(slow, aSettlement({ pageId: "slow", dueAt: NOW }), slow.expiresAt + 1);
    expect(await refusal(late)).toEqual(LEASE_LOST);
    expect(await known(store)).toEqual(before);
  });

  test("late: of three holders in a row only the last may write", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const first = (await opened(store, { owner: "first" })).lease;
    const second = (await opened(store, { owner: "second", now: first.expiresAt })).lease;
    const third = (await opened(store, { owner: "first", now: second.expiresAt })).lease;
    for (const lease of [first, second]) {
      expect(await refusal(store.settle(lease, aSettlement(), third.expiresAt))).toEqual(LEASE_LOST);
    }
    expect(await refusal(store.settle(third, aSettlement(), third.expiresAt))).toBe("accepted");
  });

  test("race: of an overdue renewal and a takeover one wins, and the other is told", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store, { owner: "slow" });
    const [renewed, taken] = await Promise.all([
      refusal(store.renew(lease, { leaseMs: LEASE_MS, now: lease.expiresAt })),
      store.open(KEY, { owner: "next", leaseMs: LEASE_MS, now: lease.expiresAt }),
    ]);
    if (taken.status === "opened") expect(renewed).toEqual(LEASE_LOST);
    else expect({ renewed, taken: taken.status }).toEqual({ renewed: "accepted", taken: "busy" });
  });
}
