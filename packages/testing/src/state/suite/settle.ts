import type { Facet } from "./facet.js";
import { aFailure, anEvent, aSettlement, asStored, KEY, known, MINUTE, NOW, opened } from "./samples.js";

/** The outcome of a run, committed as one. */
export function settleFacet({ test, expect }: Facet): void {
  test("outcome: is what the activity then says", async (store) => {
    await store.receive([anEvent({ id: "a", priority: "critical" })]);
    const { lease } = await opened(store);
    const record = { id: "AC1", from: "+15555550123", parts: [1, null, { deep: "😀 'quoted' %" }] };
    const progress = { hash: "h1" };
    await store.settle(
      lease,
      aSettlement({ record, progress, pageId: "page-1", processedEventIds: ["a"] }),
      NOW + 9,
    );
    expect(await store.activity(KEY)).toEqual({
      key: KEY,
      kind: "call",
      status: "synced",
      priority: "standard",
      record,
      progress,
      pageId: "page-1",
      attempts: 0,
      updatedAt: NOW + 9,
    });
  });

  test("outcome: comes back with the next open, and the processed events do not", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b" })]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ record: { n: 1 }, processedEventIds: ["a", "b"] }), NOW);
    const { activity, events } = await opened(store);
    expect({ activity, events }).toEqual({ activity: await known(store), events: [] });
    expect(activity.record).toEqual({ n: 1 });
  });

  for (const status of ["skipped", "trashed"] as const) {
    test(`outcome: ${status} is kept`, async (store) => {
      await store.receive([anEvent({ id: "a" })]);
      await store.settle((await opened(store)).lease, aSettlement({ status, record: null }), NOW);
      const activity = await known(store);
      expect({ status: activity.status, record: activity.record }).toEqual({ status, record: null });
    });
  }

  test("outcome: a record of 1 MB is kept whole", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const text = "𝒳y".repeat(2 ** 18);
    await store.settle((await opened(store)).lease, aSettlement({ record: { text } }), NOW);
    expect(JSON.stringify((await known(store)).record) === JSON.stringify({ text })).toBe(true);
  });

  test("copies: neither what goes in nor what comes out is shared with the caller", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const record = { parts: [1] };
    await store.settle((await opened(store)).lease, aSettlement({ record }), NOW);
    record.parts.push(2);
    const seen = (await known(store)).record as { parts: number[] };
    expect(seen).toEqual({ parts: [1] });
    seen.parts.push(3);
    expect((await known(store)).record).toEqual({ parts: [1] });
  });

  test("page: one that is known stays when the settlement names none", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.settle((await opened(store)).lease, aSettlement({ pageId: "page-1" }), NOW);
    await store.settle((await opened(store)).lease, aSettlement({ status: "skipped" }), NOW);
    expect((await known(store)).pageId).toBe("page-1");
    await store.settle((await opened(store)).lease, aSettlement({ pageId: "page-2" }), NOW);
    expect((await known(store)).pageId).toBe("page-2");
  });

  test("clears: intent, attempts and error", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const failing = (await opened(store)).lease;
    await store.fail(failing, aFailure({ intent: { kind: "create", at: NOW } }), NOW);
    const { lease } = await opened(store);
    await store.intend(lease, { kind: "append", at: NOW + 1, lookups: 1, detail: { block: 3 } });
    expect((await known(store)).intent).toEqual({
      kind: "append",
      at: NOW + 1,
      lookups: 1,
      detail: { block: 3 },
    });
    await store.settle(lease, aSettlement(), NOW);
    const { intent, attempts, errorCode, errorMessage, errorAt } = await known(store);
    expect({ intent, attempts, errorCode, errorMessage, errorAt }).toEqual({ attempts: 0 });
  });

  test("meanwhile: an event that arrived after the open makes the activity due at once", async (store) => {
    await store.receive([anEvent({ id: "a", priority: "critical" })]);
    const { lease } = await opened(store);
    const late = anEvent({
      id: "b",
      priority: "low",
      receivedAt: NOW - 10 * MINUTE,
      dueAt: NOW + 10 * MINUTE,
    });
    await store.receive([late]);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"], dueAt: NOW + MINUTE }), NOW + 5);
    const { dueAt, status, priority } = await known(store);
    expect({ dueAt, status, priority }).toEqual({ dueAt: NOW + 5, status: "synced", priority: "low" });
    expect((await opened(store, { now: NOW + 5 })).events).toEqual([asStored(late)]);
  });

  test("meanwhile: what arrives while settling is either processed later or due, never lost", async (store) => {
    await store.receive([anEvent({ id: "e0" })]);
    const { lease } = await opened(store);
    await Promise.all([
      store.receive([anEvent({ id: "e1" })]),
      store.settle(lease, aSettlement({ processedEventIds: ["e0"] }), NOW),
      store.receive([anEvent({ id: "e2" })]),
    ]);
    expect((await store.due({ now: NOW, limit: 1 })).map(({ key }) => key)).toEqual([KEY]);
    expect(new Set((await opened(store)).events.map(({ id }) => id))).toEqual(new Set(["e1", "e2"]));
  });

  test("due: at the settlement's time when no event waits, else never", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.settle(
      (await opened(store)).lease,
      aSettlement({ processedEventIds: ["a"], dueAt: NOW + 7 * MINUTE }),
      NOW,
    );
    expect((await known(store)).dueAt).toBe(NOW + 7 * MINUTE);
    await store.settle((await opened(store)).lease, aSettlement(), NOW);
    expect((await known(store)).dueAt).toBe(undefined);
  });

  test("priority: is the most urgent of the events that still wait, standard when none does", async (store) => {
    await store.receive([anEvent({ id: "a", priority: "critical" })]);
    await store.receive([anEvent({ id: "b", priority: "low" }), anEvent({ id: "c", priority: "critical" })]);
    await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: ["a"] }), NOW);
    expect((await known(store)).priority).toBe("critical");
    await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: ["c"] }), NOW);
    expect((await known(store)).priority).toBe("low");
    await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: ["b"] }), NOW);
    expect((await known(store)).priority).toBe("standard");
  });

  test("processed: ids of other keys and unknown ids change nothing", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "other", key: "call:AC2" })]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["a", "a", "other", "unknown"] }), NOW);
    expect((await store.health(NOW)).events).toEqual({ stored: 2, waiting: 1 });
    expect((await opened(store, { key: "call:AC2" })).events.length).toBe(1);
  });

  test("many: 230 events are processed by one settlement, the others wait on", async (store) => {
    const events = Array.from({ length: 240 }, (_, index) =>
      anEvent({ id: `e${index}`, receivedAt: NOW + index }),
    );
    await store.receive(events);
    const { lease } = await opened(store);
    const processedEventIds = events.slice(0, 230).map(({ id }) => id);
    await store.settle(lease, aSettlement({ processedEventIds }), NOW);
    expect((await opened(store)).events).toEqual(events.slice(230).map(asStored));
  });

  test("clock: one that went back 10 minutes settles all the same", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), NOW - 10 * MINUTE);
    const { status, dueAt, updatedAt } = await known(store);
    expect({ status, dueAt, updatedAt }).toEqual({ status: "synced", updatedAt: NOW - 10 * MINUTE });
    await opened(store, { now: NOW - 10 * MINUTE });
  });
}
