import type { Facet } from "./facet.js";
import {
  aFailure,
  anEvent,
  aSettlement,
  asStored,
  KEY,
  known,
  LEASE_MS,
  MINUTE,
  NOW,
  opened,
} from "./samples.js";

/** Who may write a key, for how long, and what opening answers. */
export function leaseFacet({ test, expect }: Facet): void {
  test("open: an unknown key is absent", async (store) => {
    expect(await store.open(KEY, { owner: "one", leaseMs: LEASE_MS, now: NOW })).toEqual({
      status: "absent",
    });
  });

  test("open: answers the lease, the activity and its waiting events", async (store) => {
    const event = anEvent({ id: "a" });
    await store.receive([event, anEvent({ id: "other", key: "call:AC2" })]);
    const { lease, activity, events } = await opened(store);
    expect({ ...lease, fence: 0 }).toEqual({ key: KEY, owner: "one", fence: 0, expiresAt: NOW + LEASE_MS });
    expect(activity).toEqual(await known(store));
    expect(activity.dueAt).toBe(NOW);
    expect(events).toEqual([asStored(event)]);
  });

  test("open: needs no due time, so a settled activity can be opened", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: ["a"] }), NOW);
    const { activity, events } = await opened(store);
    expect({ status: activity.status, events }).toEqual({ status: "synced", events: [] });
  });

  test("exclusive: of concurrent opens exactly one gets the lease, the others learn until when", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        store.open(KEY, { owner: `owner-${index}`, leaseMs: LEASE_MS, now: NOW }),
      ),
    );
    expect(results.filter(({ status }) => status === "opened").length).toBe(1);
    expect(results.filter(({ status }) => status !== "opened")).toEqual(
      Array.from({ length: 7 }, () => ({ status: "busy", until: NOW + LEASE_MS })),
    );
  });

  test("exclusive: the same owner does not get the lease twice", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await opened(store);
    const again = await store.open(KEY, { owner: "one", leaseMs: LEASE_MS, now: NOW + 1 });
    expect(again).toEqual({ status: "busy", until: NOW + LEASE_MS });
  });

  test("exclusive: a lease on one key leaves the others free", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: "call:AC2" })]);
    await opened(store);
    await opened(store, { key: "call:AC2", owner: "two" });
  });

  test("expiry: held until just before its end, free at its end", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await opened(store);
    const justBefore = { owner: "two", leaseMs: LEASE_MS, now: NOW + LEASE_MS - 1 };
    expect((await store.open(KEY, justBefore)).status).toBe("busy");
    const { events } = await opened(store, { owner: "two", now: NOW + LEASE_MS });
    expect(events.length).toBe(1);
  });

  test("fence: grows with every lease, however the last one ended", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const expired = (await opened(store)).lease;
    const settled = (await opened(store, { now: expired.expiresAt })).lease;
    await store.settle(settled, aSettlement(), NOW);
    const failed = (await opened(store)).lease;
    await store.fail(failed, aFailure(), NOW);
    const last = (await opened(store)).lease;
    const fences = [expired, settled, failed, last].map(({ fence }) => fence);
    expect(fences.every((fence, index) => index === 0 || fence > fences[index - 1]!)).toBe(true);
  });

  test("renew: prolongs the lease under the same fence", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    const renewed = await store.renew(lease, { leaseMs: LEASE_MS, now: NOW + 20_000 });
    expect(renewed).toEqual({ ...lease, expiresAt: NOW + 20_000 + LEASE_MS });
    const other = await store.open(KEY, { owner: "two", leaseMs: LEASE_MS, now: NOW + LEASE_MS });
    expect(other).toEqual({ status: "busy", until: renewed.expiresAt });
  });

  test("renew: a clock set back by 10 minutes does not shorten it", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    const renewed = await store.renew(lease, { leaseMs: LEASE_MS, now: NOW - 10 * MINUTE });
    expect(renewed.expiresAt).toBe(lease.expiresAt);
  });

  test("clock: one 10 minutes behind finds the lease held", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await opened(store);
    const behind = await store.open(KEY, { owner: "two", leaseMs: LEASE_MS, now: NOW - 10 * MINUTE });
    expect(behind).toEqual({ status: "busy", until: NOW + LEASE_MS });
  });

  test("clock: a lease taken 10 minutes ahead is respected by those on time", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store, { now: NOW + 10 * MINUTE });
    const onTime = await store.open(KEY, { owner: "two", leaseMs: LEASE_MS, now: NOW });
    expect(onTime).toEqual({ status: "busy", until: lease.expiresAt });
  });
}
