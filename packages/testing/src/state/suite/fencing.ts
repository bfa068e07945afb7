import type { Lease, StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import type { Expect } from "./runner.js";
import {
  aFailure,
  anEvent,
  aSettlement,
  KEY,
  known,
  LEASE_MS,
  MINUTE,
  NOW,
  opened,
  PARK,
  refusal,
  visible,
} from "./samples.js";

const LEASE_LOST = { code: "lease_lost", retry: "now" };

/** Everything that is done under a lease, each with something to write. */
const OPERATIONS: Record<string, (store: StateStore, lease: Lease) => Promise<unknown>> = {
  renew: (store, lease) => store.renew(lease, { leaseMs: 60 * MINUTE, now: NOW + MINUTE }),
  intend: (store, lease) => store.intend(lease, { kind: "create", at: NOW + MINUTE }),
  settle: (store, lease) =>
    store.settle(
      lease,
      aSettlement({ status: "trashed", pageId: "stale", processedEventIds: ["a"], dueAt: NOW + 5 }),
      NOW + MINUTE,
    ),
  "fail (retry)": (store, lease) => store.fail(lease, aFailure({ progress: { stale: true } }), NOW + MINUTE),
  "fail (park)": (store, lease) => store.fail(lease, aFailure({ next: PARK }), NOW + MINUTE),
};

/** Every write under a lease is conditional on it. */
export function fencingFacet({ test, expect }: Facet): void {
  for (const [name, operate] of Object.entries(OPERATIONS)) {
    test(`${name}: refused once another has the lease, and nothing is written`, async (store) => {
      const lease = await aLease(store);
      const { lease: newer } = await opened(store, { owner: "two", now: lease.expiresAt });
      await expectRefused(store, lease, expect, operate);
      const busy = await store.open(KEY, { owner: "three", leaseMs: LEASE_MS, now: lease.expiresAt });
      expect(busy).toEqual({ status: "busy", until: newer.expiresAt });
      await store.settle(newer, aSettlement(), NOW);
    });

    test(`${name}: refused though the new holder has the same name`, async (store) => {
      const lease = await aLease(store);
      await opened(store, { now: lease.expiresAt });
      await expectRefused(store, lease, expect, operate);
    });

    test(`${name}: refused to another owner with the right fence`, async (store) => {
      const lease = await aLease(store);
      await expectRefused(store, { ...lease, owner: "two" }, expect, operate);
    });

    test(`${name}: refused after the lease was released by a settle`, async (store) => {
      const lease = await aLease(store);
      await store.settle(lease, aSettlement({ pageId: "page-1" }), NOW);
      await expectRefused(store, lease, expect, operate);
      await opened(store, { owner: "two" });
    });

    test(`${name}: refused after the lease was released by a failure`, async (store) => {
      const lease = await aLease(store);
      await store.fail(lease, aFailure(), NOW);
      await expectRefused(store, lease, expect, operate);
      await opened(store, { owner: "two" });
    });

    test(`${name}: refused on a key that is unknown`, async (store) => {
      await expectRefused(store, { key: KEY, owner: "one", fence: 0, expiresAt: NOW }, expect, operate);
    });

    test(`${name}: accepted from an expired lease that nobody has taken over`, async (store) => {
      const lease = await aLease(store);
      expect(await refusal(operate(store, lease))).toBe("accepted");
    });
  }

  test("release: of concurrent settles of one lease exactly one is accepted", async (store) => {
    const lease = await aLease(store);
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        refusal(store.settle(lease, aSettlement({ pageId: `page-${index}` }), NOW)),
      ),
    );
    const accepted = answers.indexOf("accepted");
    expect(answers.filter((answer) => answer !== "accepted")).toEqual(
      Array.from({ length: 4 }, () => LEASE_LOST),
    );
    expect((await known(store)).pageId).toBe(`page-${accepted}`);
  });

  test("clock: a taker 10 minutes ahead ends the lease of a holder on time", async (store) => {
    const lease = await aLease(store);
    await opened(store, { owner: "ahead", now: NOW + 10 * MINUTE });
    expect(await refusal(store.renew(lease, { leaseMs: LEASE_MS, now: NOW + 1 }))).toEqual(LEASE_LOST);
  });
}

/** A lease of owner `one` on `KEY`, with one event waiting. */
async function aLease(store: StateStore): Promise<Lease> {
  await store.receive([anEvent({ id: "a" })]);
  return (await opened(store)).lease;
}

async function expectRefused(
  store: StateStore,
  lease: Lease,
  expect: Expect,
  operate: (store: StateStore, lease: Lease) => Promise<unknown>,
): Promise<void> {
  const before = await visible(store);
  expect(await refusal(operate(store, lease))).toEqual(LEASE_LOST);
  expect(await visible(store)).toEqual(before);
}
