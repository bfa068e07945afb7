import type { Facet } from "./facet.js";
import { aFailure, anEvent, aSettlement, KEY, known, LEASE_MS, MINUTE, NOW, opened } from "./samples.js";

/** Failures that are tried again. */
export function failureFacet({ test, expect }: Facet): void {
  test("retry: is due at its time, with the error and its events", async (store) => {
    await store.receive([anEvent({ id: "a", priority: "critical" })]);
    const { lease } = await opened(store);
    await store.fail(lease, aFailure(), NOW + 3);
    expect(await store.activity(KEY)).toEqual({
      key: KEY,
      kind: "call",
      status: "pending",
      priority: "critical",
      attempts: 1,
      errorCode: "notion_unavailable",
      errorMessage: "Notion answered 503.",
      errorAt: NOW + 3,
      dueAt: NOW + MINUTE,
      updatedAt: NOW + 3,
    });
    expect((await opened(store, { owner: "two", now: NOW + 3 })).events.length).toBe(1);
  });

  test("attempts: only what counts as one is counted", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    for (const attempted of [true, false, true]) {
      await store.fail((await opened(store)).lease, aFailure({ attempted }), NOW);
    }
    expect((await known(store)).attempts).toBe(2);
  });

  test("retry: keeps what is known: status, record, page, progress", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const settlement = aSettlement({
      status: "trashed",
      record: { n: 1 },
      progress: { n: 2 },
      pageId: "page-1",
    });
    await store.settle((await opened(store)).lease, settlement, NOW);
    await store.fail((await opened(store)).lease, aFailure(), NOW);
    const { status, record, progress, pageId } = await known(store);
    expect({ status, record, progress, pageId }).toEqual({
      status: "trashed",
      record: { n: 1 },
      progress: { n: 2 },
      pageId: "page-1",
    });
  });

  test("progress: what a failure brings replaces what was there", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store)).lease, aFailure({ progress: { archived: ["a.mp3"] } }), NOW);
    expect((await known(store)).progress).toEqual({ archived: ["a.mp3"] });
  });

  test("intent: stays as the failure says, and is gone when it names none", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const first = (await opened(store)).lease;
    await store.intend(first, { kind: "create", at: NOW });
    await store.fail(
      first,
      aFailure({ intent: { kind: "create", at: NOW, answered: false, lookups: 1 } }),
      NOW,
    );
    const { lease, activity } = await opened(store);
    expect(activity.intent).toEqual({ kind: "create", at: NOW, answered: false, lookups: 1 });
    await store.fail(lease, aFailure(), NOW);
    expect((await known(store)).intent).toBe(undefined);
  });

  test("intent: survives a holder that vanished", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.intend(lease, { kind: "create", at: NOW });
    const { activity } = await opened(store, { owner: "two", now: lease.expiresAt });
    expect(activity.intent).toEqual({ kind: "create", at: NOW });
  });

  test("meanwhile: an event that arrived during the failed run does not wait for the retry", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.receive([anEvent({ id: "b", priority: "critical", dueAt: NOW + 5 })]);
    await store.fail(lease, aFailure(), NOW);
    const { dueAt, priority } = await known(store);
    expect({ dueAt, priority }).toEqual({ dueAt: NOW + 5, priority: "critical" });
  });

  test("afterwards: a new event makes the activity due before the retry", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store)).lease, aFailure(), NOW);
    await store.receive([anEvent({ id: "b", dueAt: NOW + 5 })]);
    expect((await known(store)).dueAt).toBe(NOW + 5);
    expect((await opened(store)).events.length).toBe(2);
  });

  test("error: keeps its time, whatever comes later", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store)).lease, aFailure(), NOW);
    await store.receive([anEvent({ id: "b", receivedAt: NOW + 5, dueAt: NOW + 5 })]);
    expect((await known(store)).errorAt).toBe(NOW);
    const { lease } = await opened(store, { now: NOW + 6 });
    await store.intend(lease, { kind: "create", at: NOW + 7 });
    expect((await known(store)).errorAt).toBe(NOW);
    await store.fail(lease, aFailure({ next: { action: "park" } }), NOW + 8);
    await store.replay({ now: NOW + 9 });
    expect((await known(store)).errorAt).toBe(NOW + 8);
  });

  test("clock: a failure reported 10 minutes early or late is due when it says", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    for (const now of [NOW - 10 * MINUTE, NOW + 10 * MINUTE]) {
      const result = await store.open(KEY, { owner: "one", leaseMs: LEASE_MS, now });
      if (result.status === "opened") await store.fail(result.lease, aFailure(), now);
      expect((await known(store)).dueAt).toBe(NOW + MINUTE);
    }
  });
}
