import type { ActivityKey, StateStore, UsedContacts } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import {
  aContact,
  aFailure,
  anEvent,
  aSettlement,
  KEY,
  known,
  MINUTE,
  NOW,
  opened,
  PARK,
  refusal,
} from "./samples.js";

const PHONE = "+15555550123";
const OTHER = "+15555550124";
const LATER = NOW + MINUTE;
const NONE: UsedContacts = { identifier: PHONE, pageIds: [] };
const JANE: UsedContacts = { identifier: PHONE, pageIds: ["page-1"] };

/** Has `key` settled at `NOW` with these contacts. */
async function linked(store: StateStore, contacts: readonly UsedContacts[], key: ActivityKey = KEY) {
  await store.receive([anEvent({ id: `${key} linked`, key })]);
  const { lease } = await opened(store, { key });
  await store.settle(lease, aSettlement({ processedEventIds: [`${key} linked`], contacts }), NOW);
}

/** Every activity whose contacts have changed, told in one go. */
const relinked = async (store: StateStore, limit = 10) => store.relink({ now: LATER, limit });

/** Which activities are to be linked again when a contact changes. */
export function relinkFacet({ test, reopening, expect }: Facet): void {
  test("waiting: one that had no contact is due, at low priority, when there is one", async (store) => {
    await linked(store, [NONE]);
    expect(await relinked(store)).toEqual({ activities: 0, more: false });
    await store.putContacts([aContact()], NOW);
    expect(await relinked(store)).toEqual({ activities: 1, more: false });
    const { relink, dueAt, priority, status } = await known(store);
    expect({ relink, dueAt, priority, status }).toEqual({
      ...{ relink: true, dueAt: LATER, priority: "low", status: "synced" },
    });
    expect((await opened(store, { now: LATER })).activity.relink).toBe(true);
  });

  test("linked: one is due when its contact changes, goes, or gets company", async (store) => {
    await store.putContacts([aContact()], NOW);
    const changes = [
      () => store.putContacts([aContact({ pageId: "page-2", createdAt: 1 })], NOW + 1),
      () => store.putContacts([aContact({ pageId: "page-2", identifiers: [OTHER] })], NOW + 2),
      () => store.dropContacts(NOW + 1),
    ];
    for (const change of changes) {
      const [entry] = await store.readCanvas([PHONE], NOW);
      await linked(store, [{ identifier: PHONE, pageIds: entry?.pageIds ?? [] }]);
      await change();
      expect(await relinked(store)).toEqual({ activities: 1, more: false });
      await store.settle((await opened(store, { now: LATER })).lease, aSettlement(), LATER);
    }
  });

  test("others: whoever has another number, or was settled with what is there, is left alone", async (store) => {
    await linked(store, [{ identifier: OTHER, pageIds: [] }], "call:other");
    await store.putContacts([aContact({ pageId: "b" }), aContact({ pageId: "a" })], NOW);
    // In any order: it is the set that counts.
    await linked(store, [{ identifier: PHONE, pageIds: ["b", "a"] }]);
    await store.putContacts([aContact({ pageId: "a" })], NOW + 1);
    expect(await relinked(store)).toEqual({ activities: 0, more: false });
    expect(await store.due({ now: LATER, limit: 10 })).toEqual([]);
  });

  test("once: an activity is told once of a change, and again of the next", async (store) => {
    await linked(store, [NONE]);
    await store.putContacts([aContact()], NOW);
    expect((await relinked(store)).activities).toBe(1);
    expect((await relinked(store)).activities).toBe(0);
    await store.putContacts([aContact({ identifiers: [] })], NOW + 1);
    expect((await relinked(store)).activities).toBe(1);
  });

  test("forth and back: what is as it was needs no telling", async (store) => {
    await linked(store, [NONE]);
    await store.putContacts([aContact()], NOW);
    await store.putContacts([aContact({ identifiers: [] })], NOW + 1);
    expect(await relinked(store)).toEqual({ activities: 0, more: false });
  });

  test("settle: contacts that changed between the look-up and the settle are noticed", async (store) => {
    await store.putContacts([aContact()], NOW);
    await linked(store, [NONE]);
    expect(await relinked(store)).toEqual({ activities: 1, more: false });
    // The same without anyone having been settled with it before.
    await linked(store, [JANE], "call:other");
    expect(await relinked(store)).toEqual({ activities: 0, more: false });
  });

  test("settle: takes the place of what was used before; without contacts nothing changes", async (store) => {
    await linked(store, [NONE, { identifier: OTHER, pageIds: [] }]);
    await linked(store, [{ identifier: OTHER, pageIds: [] }], KEY);
    await store.putContacts([aContact()], NOW);
    expect((await relinked(store)).activities).toBe(0);
    await store.settle((await opened(store)).lease, aSettlement(), NOW);
    await store.putContacts([aContact({ pageId: "page-2", identifiers: [OTHER] })], NOW);
    expect((await relinked(store)).activities).toBe(1);
    await store.settle((await opened(store, { now: LATER })).lease, aSettlement({ contacts: [] }), LATER);
    await store.putContacts([aContact({ pageId: "page-2", identifiers: [] })], NOW + 1);
    expect((await relinked(store)).activities).toBe(0);
  });

  test("settle: one whose lease is lost leaves no trace", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), NOW);
    expect(await refusal(store.settle(lease, aSettlement({ contacts: [NONE] }), NOW))).toEqual({
      code: "lease_lost",
      retry: "now",
    });
    await store.putContacts([aContact()], NOW);
    expect((await relinked(store)).activities).toBe(0);
    expect((await store.canvasStats()).entries).toBe(0);
  });

  test("meanwhile: one that is at work runs once more, for it may have read before the change", async (store) => {
    await linked(store, [NONE]);
    await store.receive([anEvent({ id: "b" })]);
    const { lease, activity } = await opened(store);
    expect(activity.relink).toBe(undefined);
    await store.putContacts([aContact()], NOW);
    expect((await relinked(store)).activities).toBe(1);
    await store.settle(lease, aSettlement({ processedEventIds: ["b"] }), LATER);
    const { relink, dueAt, priority } = await known(store);
    expect({ relink, dueAt, priority }).toEqual({ relink: true, dueAt: LATER, priority: "low" });
    const next = await opened(store, { now: LATER });
    expect(next.activity.relink).toBe(true);
    await store.settle(next.lease, aSettlement({ contacts: [JANE] }), LATER);
    const after = await known(store);
    expect({ relink: after.relink, dueAt: after.dueAt }).toEqual({ relink: undefined, dueAt: undefined });
  });

  test("meanwhile: a failure keeps the wish, and its own time", async (store) => {
    await linked(store, [NONE]);
    await store.putContacts([aContact()], NOW);
    await relinked(store);
    const { lease } = await opened(store, { now: LATER });
    await store.fail(lease, aFailure({ next: { action: "retry", dueAt: LATER + MINUTE } }), LATER);
    const { relink, dueAt } = await known(store);
    expect({ relink, dueAt }).toEqual({ relink: true, dueAt: LATER + MINUTE });
    expect((await opened(store, { now: LATER + MINUTE })).activity.relink).toBe(true);
  });

  test("sooner: what is due anyway, or waits for its event's time, keeps time and priority", async (store) => {
    await linked(store, [NONE]);
    await store.receive([anEvent({ id: "b", dueAt: LATER + 5, priority: "critical" })]);
    await store.putContacts([aContact()], NOW);
    expect((await relinked(store)).activities).toBe(1);
    const { relink, dueAt, priority } = await known(store);
    expect({ relink, dueAt, priority }).toEqual({ relink: true, dueAt: LATER + 5, priority: "critical" });
  });

  test("sooner: what is only owed later is due now", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const settlement = aSettlement({ processedEventIds: ["a"], contacts: [NONE], dueAt: LATER + MINUTE });
    await store.settle((await opened(store)).lease, settlement, NOW);
    await store.putContacts([aContact()], NOW);
    await relinked(store);
    const { dueAt, priority } = await known(store);
    expect({ dueAt, priority }).toEqual({ dueAt: LATER, priority: "low" });
  });

  test("at rest: what is parked, skipped or trashed stays as it is", async (store) => {
    const keys: ActivityKey[] = ["call:parked", "call:skipped", "call:trashed"];
    for (const key of keys) await linked(store, [NONE], key);
    await store.fail((await opened(store, { key: keys[0]! })).lease, aFailure({ next: PARK }), NOW);
    for (const status of ["skipped", "trashed"] as const) {
      const { lease } = await opened(store, { key: `call:${status}` });
      await store.settle(lease, aSettlement({ status }), NOW);
    }
    const before = await store.activities({ limit: 10 });
    await store.putContacts([aContact()], NOW);
    expect(await relinked(store)).toEqual({ activities: 0, more: false });
    expect(await store.activities({ limit: 10 })).toEqual(before);
    expect((await relinked(store)).more).toBe(false);
  });

  test("at rest: one that is parked and just being tried again is told", async (store) => {
    await linked(store, [NONE]);
    await store.fail((await opened(store)).lease, aFailure({ next: PARK }), NOW);
    const { lease } = await opened(store);
    await store.putContacts([aContact()], NOW);
    expect((await relinked(store)).activities).toBe(1);
    await store.settle(lease, aSettlement(), NOW);
    expect((await known(store)).relink).toBe(true);
  });

  test("batches: a contact of 250 activities is told in parts, each of them once", async (store) => {
    const keys = Array.from({ length: 250 }, (_, index): ActivityKey => `call:${index}`);
    for (const key of keys) await linked(store, [NONE], key);
    await store.putContacts([aContact()], NOW);
    const batches = [];
    for (let more = true; more; ) {
      const batch = await relinked(store, 100);
      batches.push(batch);
      more = batch.more;
    }
    expect(batches).toEqual([
      { activities: 100, more: true },
      { activities: 100, more: true },
      { activities: 50, more: false },
    ]);
    expect((await store.due({ now: LATER, limit: 1_000 })).length).toBe(250);
  });

  test("batches: of hundreds of identifiers that changed at once none is forgotten", async (store) => {
    const keys: ActivityKey[] = ["call:a", "call:b", "call:c"];
    const numbersOf = (key: ActivityKey) =>
      Array.from({ length: 90 }, (_, index) => `${key.slice(5)}${index}@example.com`);
    for (const key of keys) {
      await linked(
        store,
        numbersOf(key).map((identifier) => ({ identifier, pageIds: [] })),
        key,
      );
    }
    await store.putContacts([aContact({ identifiers: keys.flatMap(numbersOf) })], NOW);
    while ((await relinked(store, 50)).more);
    expect((await store.due({ now: LATER, limit: 10 })).map(({ key }) => key).sort()).toEqual(keys);
  });

  reopening("crash: what was not told before it is told after", async (store, reopen) => {
    for (const key of ["call:1", "call:2", "call:3"] as const) await linked(store, [NONE], key);
    await store.putContacts([aContact()], NOW);
    expect(await relinked(store, 1)).toEqual({ activities: 1, more: true });
    const next = await reopen();
    expect(await relinked(next)).toEqual({ activities: 2, more: false });
    expect((await next.due({ now: LATER, limit: 10 })).length).toBe(3);
  });

  reopening(
    "processes: of two that tell at the same time each activity hears it once",
    async (store, reopen) => {
      const other = await reopen();
      for (const key of ["call:1", "call:2", "call:3", "call:4"] as const) await linked(store, [NONE], key);
      await store.putContacts([aContact()], NOW);
      const told = await Promise.all([relinked(store, 2), relinked(other, 2)]);
      expect(told.reduce((sum, { activities }) => sum + activities, 0)).toBe(4);
      expect((await relinked(store)).activities).toBe(0);
    },
  );
}
