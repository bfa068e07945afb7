import type { StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import {
  aFailure,
  anEvent,
  aRow,
  aSettlement,
  KEY,
  known,
  LEASE_MS,
  MINUTE,
  NOW,
  opened,
  PARK,
  refusal,
} from "./samples.js";

/** Rows that Notion had before the store knew of them. */
export function adoptFacet({ test, expect }: Facet): void {
  test("unknown: the activity is made with its page, pending, and nothing is due", async (store) => {
    expect(await store.adopt([aRow(), aRow({ key: "message:M1", kind: "message" })], NOW + 5)).toEqual([
      true,
      true,
    ]);
    expect(await known(store)).toEqual({
      key: KEY,
      kind: "call",
      status: "pending",
      priority: "standard",
      pageId: "found-1",
      attempts: 0,
      updatedAt: NOW + 5,
    });
    expect((await known(store, "message:M1")).kind).toBe("message");
    expect(await store.due({ now: NOW + 60 * MINUTE, limit: 10 })).toEqual([]);
    expect((await store.health(NOW + MINUTE)).depth).toBe(0);
  });

  test("unknown: a later event makes it due, and the run finds the page", async (store) => {
    await store.adopt([aRow()], NOW);
    await store.receive([anEvent({ id: "a", priority: "low", dueAt: NOW + 5 })]);
    expect(await store.due({ now: NOW + 5, limit: 10 })).toEqual([
      { key: KEY, priority: "standard", dueAt: NOW + 5 },
    ]);
    const { activity, events, lease } = await opened(store, { now: NOW + 5 });
    expect({ pageId: activity.pageId, events: events.map(({ id }) => id) }).toEqual({
      pageId: "found-1",
      events: ["a"],
    });
    await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), NOW + 6);
    expect((await known(store)).pageId).toBe("found-1");
  });

  test("known: one without a page gets it, and nothing else of it changes", async (store) => {
    await store.receive([anEvent({ id: "a", priority: "critical", dueAt: NOW + 7 })]);
    const before = await known(store);
    expect(await store.adopt([aRow()], NOW + 5)).toEqual([true]);
    expect(await known(store)).toEqual({ ...before, pageId: "found-1", updatedAt: NOW + 5 });
  });

  test("known: one that failed or is skipped gets it too, and stays what it is", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: "call:AC2" })]);
    await store.fail((await opened(store)).lease, aFailure({ next: PARK }), NOW);
    const { lease } = await opened(store, { key: "call:AC2" });
    await store.settle(lease, aSettlement({ status: "skipped", processedEventIds: ["b"] }), NOW);
    expect(await store.adopt([aRow(), aRow({ key: "call:AC2", pageId: "found-2" })], NOW)).toEqual([
      true,
      true,
    ]);
    const { status, pageId, attempts, errorCode } = await known(store);
    expect({ status, pageId, attempts, errorCode }).toEqual({
      status: "parked",
      pageId: "found-1",
      attempts: 1,
      errorCode: "notion_unavailable",
    });
    const other = await known(store, "call:AC2");
    expect({ status: other.status, pageId: other.pageId }).toEqual({ status: "skipped", pageId: "found-2" });
  });

  test("page: one that is known is never replaced", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.settle((await opened(store)).lease, aSettlement({ pageId: "ours" }), NOW);
    const before = await known(store);
    expect(await store.adopt([aRow()], NOW + MINUTE)).toEqual([false]);
    expect(await store.adopt([aRow({ pageId: "ours" })], NOW + MINUTE)).toEqual([false]);
    expect(await known(store)).toEqual(before);
  });

  test("page: of several rows with one key the first counts", async (store) => {
    const second = aRow({ pageId: "found-2" });
    expect(await store.adopt([aRow(), second, aRow({ key: "call:AC2" }), aRow()], NOW)).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(await store.adopt([second], NOW)).toEqual([false]);
    expect((await known(store)).pageId).toBe("found-1");
  });

  test("intent: an activity whose create may have happened is left alone", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail(
      (await opened(store)).lease,
      aFailure({ intent: { kind: "create", at: NOW, lookups: 1 } }),
      NOW,
    );
    const before = await known(store);
    expect(await store.adopt([aRow()], NOW + MINUTE)).toEqual([false]);
    expect(await known(store)).toEqual(before);
  });

  test("intent: also when its holder has vanished", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.intend(lease, { kind: "create", at: NOW });
    expect(await store.adopt([aRow()], lease.expiresAt + MINUTE)).toEqual([false]);
    expect((await known(store)).pageId).toBe(undefined);
  });

  test("lease: an activity in work is left alone until the lease has expired", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    expect(await store.adopt([aRow()], lease.expiresAt - 1)).toEqual([false]);
    expect((await known(store)).pageId).toBe(undefined);
    await store.intend(lease, { kind: "append", at: NOW });
    await store.settle(lease, aSettlement({ status: "skipped" }), NOW);
    expect(await store.adopt([aRow()], NOW)).toEqual([true]);
  });

  test("lease: whoever let it expire cannot write any more", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    expect(await store.adopt([aRow()], lease.expiresAt)).toEqual([true]);
    expect(await refusal(store.intend(lease, { kind: "create", at: NOW }))).toEqual({
      code: "lease_lost",
      retry: "now",
    });
    expect(await refusal(store.renew(lease, { leaseMs: LEASE_MS, now: NOW }))).toEqual({
      code: "lease_lost",
      retry: "now",
    });
    const next = await opened(store, { now: lease.expiresAt });
    expect(next.lease.fence > lease.fence).toBe(true);
    expect(next.activity.pageId).toBe("found-1");
  });

  test("concurrent: of two that adopt different pages for a key exactly one is told so", async (store) => {
    for (let round = 0; round < 5; round++) {
      const key = `call:AC${round}` as const;
      const pages = ["found-1", "found-2"];
      const answers = await Promise.all(pages.map((pageId) => store.adopt([aRow({ key, pageId })], NOW)));
      expect(answers.flat().sort()).toEqual([false, true]);
      expect((await known(store, key)).pageId).toBe(pages[answers.findIndex(([taken]) => taken)]);
    }
  });

  test("concurrent: whoever adopts while another opens does so before or not at all", async (store) => {
    for (let round = 0; round < 5; round++) {
      const key = `call:AC${round}` as const;
      await store.receive([anEvent({ id: key, key })]);
      const [[taken], { activity }] = await Promise.all([
        store.adopt([aRow({ key })], NOW),
        opened(store, { key }),
      ]);
      expect(activity.pageId).toBe(taken ? "found-1" : undefined);
      expect((await known(store, key)).pageId).toBe(activity.pageId);
    }
  });

  test("none: an empty list adopts nothing", async (store) => {
    expect(await store.adopt([], NOW)).toEqual([]);
    expect(await countOf(store)).toBe(0);
  });
}

const countOf = async (store: StateStore): Promise<number> =>
  (await store.activities({ limit: 10 })).activities.length;
