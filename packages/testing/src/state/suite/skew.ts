import type { Facet } from "./facet.js";
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
} from "./samples.js";

const SKEWS = [
  ["10 minutes behind", -10 * MINUTE],
  ["10 minutes ahead", 10 * MINUTE],
] as const;

/** Machines whose clocks disagree: each passes in its own time. */
export function skewFacet({ test, expect }: Facet): void {
  for (const [name, skewMs] of SKEWS) {
    const theirs = NOW + skewMs;

    test(`ingress ${name}: what it takes in is worked on, once`, async (store) => {
      await store.receive([anEvent({ id: "a", receivedAt: theirs, dueAt: theirs })]);
      const at = Math.max(NOW, theirs);
      expect((await store.due({ now: at, limit: 10 })).map(({ key }) => key)).toEqual([KEY]);
      const { lease, events } = await opened(store, { now: at });
      expect(events.map(({ id }) => id)).toEqual(["a"]);
      await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), at);
      expect(await store.due({ now: at + 60 * MINUTE, limit: 10 })).toEqual([]);
    });

    test(`ingress ${name}: an event on time makes the activity due at once all the same`, async (store) => {
      await store.receive([anEvent({ id: "a", receivedAt: theirs, dueAt: theirs })]);
      await store.receive([anEvent({ id: "b" })]);
      expect((await store.due({ now: NOW, limit: 10 })).map(({ key }) => key)).toEqual([KEY]);
    });

    test(`worker ${name}: settles what others took in, and later events are due by their own time`, async (store) => {
      await store.receive([anEvent({ id: "a" })]);
      const { lease } = await opened(store, { owner: "skewed", now: theirs });
      await store.intend(lease, { kind: "create", at: theirs });
      await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), theirs + 1);
      await store.receive([anEvent({ id: "b", dueAt: NOW + 2 })]);
      expect((await known(store)).dueAt).toBe(NOW + 2);
      expect((await opened(store, { now: NOW + 2 })).events.map(({ id }) => id)).toEqual(["b"]);
    });

    test(`worker ${name}: never gets a key that another is at work on`, async (store) => {
      await store.receive([anEvent({ id: "a" })]);
      const { lease } = await opened(store);
      // Ahead, the lease has run out by its clock; then it is the fence that keeps the two apart.
      const result = await store.open(KEY, { owner: "skewed", leaseMs: LEASE_MS, now: theirs });
      const settled = await store.settle(lease, aSettlement(), NOW).then(
        () => true,
        () => false,
      );
      expect({ opened: result.status === "opened", settled }).toEqual({
        opened: skewMs > 0,
        settled: skewMs < 0,
      });
    });

    test(`operator ${name}: a replay makes parked activities due by that clock`, async (store) => {
      await store.receive([anEvent({ id: "a" })]);
      await store.fail((await opened(store)).lease, aFailure({ next: PARK }), NOW);
      expect(await store.replay({ now: theirs })).toBe(1);
      expect((await known(store)).dueAt).toBe(theirs);
    });

    test(`retention ${name}: goes by the time of receipt, not by that of the settle`, async (store) => {
      await store.receive([anEvent({ id: "a" })]);
      const { lease } = await opened(store);
      await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), theirs);
      expect((await store.purge({ before: NOW, limit: 100 })).events).toBe(0);
      expect((await store.purge({ before: NOW + 1, limit: 100 })).events).toBe(1);
    });
  }
}
