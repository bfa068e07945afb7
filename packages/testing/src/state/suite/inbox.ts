import type { ActivityKey } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import {
  anEvent,
  anEventWithoutKey,
  aSettlement,
  asStored,
  KEY,
  known,
  MINUTE,
  NOW,
  opened,
} from "./samples.js";

/** What enters the inbox, what it makes due, and what counts as a repeat. */
export function inboxFacet({ test, expect }: Facet): void {
  test("put-if-absent: answers in order what was new", async (store) => {
    expect(await store.receive([anEvent({ id: "a" }), anEvent({ id: "b" })])).toEqual(["stored", "stored"]);
    expect(await store.receive([anEvent({ id: "b" }), anEvent({ id: "c" })])).toEqual([
      "duplicate",
      "stored",
    ]);
    expect(await store.receive([])).toEqual([]);
  });

  test("put-if-absent: a repeat within one call is a duplicate", async (store) => {
    expect(await store.receive([anEvent({ id: "a" }), anEvent({ id: "a" })])).toEqual([
      "stored",
      "duplicate",
    ]);
    expect((await opened(store)).events.length).toBe(1);
  });

  test("put-if-absent: of concurrent receives of one id exactly one is stored", async (store) => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => store.receive([anEvent({ id: "a" }), anEventWithoutKey("b")])),
    );
    expect(answers.filter(([a]) => a === "stored").length).toBe(1);
    expect(answers.filter(([, b]) => b === "stored").length).toBe(1);
    expect((await store.health(NOW)).events).toEqual({ stored: 2, waiting: 1 });
  });

  test("put-if-absent: the id decides, not the sender's event id", async (store) => {
    const events = [anEvent({ id: "a", eventId: "EV1" }), anEvent({ id: "b", eventId: "EV1" })];
    expect(await store.receive(events)).toEqual(["stored", "stored"]);
  });

  test("duplicate: of a waiting event changes nothing", async (store) => {
    const first = anEvent({ id: "a", priority: "standard", dueAt: NOW + MINUTE });
    await store.receive([first]);
    const before = await known(store);
    await store.receive([{ ...first, body: "other", priority: "critical", dueAt: NOW, receivedAt: NOW + 1 }]);
    expect(await known(store)).toEqual(before);
    expect((await opened(store)).events).toEqual([asStored(first)]);
  });

  test("duplicate: of a processed event does not make the activity due", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: ["a"] }), NOW);
    expect(await store.receive([anEvent({ id: "a" })])).toEqual(["duplicate"]);
    expect(await store.due({ now: NOW + MINUTE, limit: 10 })).toEqual([]);
    expect((await store.health(NOW)).events).toEqual({ stored: 1, waiting: 0 });
  });

  test("duplicate: does not make another activity due", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.receive([anEvent({ id: "a", key: "call:AC2" })]);
    expect(await store.activity("call:AC2")).toBe(undefined);
  });

  test("new activity: is pending and due because of its event", async (store) => {
    await store.receive([anEvent({ id: "a", key: "message:AC9", priority: "critical", dueAt: NOW + 5 })]);
    expect(await store.activity("message:AC9")).toEqual({
      key: "message:AC9",
      kind: "message",
      status: "pending",
      priority: "critical",
      attempts: 0,
      dueAt: NOW + 5,
      updatedAt: NOW,
    });
  });

  test("known activity: a new event can only make it due earlier and more urgent", async (store) => {
    await store.receive([anEvent({ id: "a", dueAt: NOW + 50 })]);
    await store.receive([anEvent({ id: "b", dueAt: NOW + 20, priority: "low" })]);
    await store.receive([anEvent({ id: "c", dueAt: NOW + 90, priority: "critical" })]);
    const { dueAt, priority } = await known(store);
    expect({ dueAt, priority }).toEqual({ dueAt: NOW + 20, priority: "critical" });
  });

  test("known activity: several events in one call add up", async (store) => {
    await store.receive([
      anEvent({ id: "a", dueAt: NOW + 50, priority: "low" }),
      anEvent({ id: "b", dueAt: NOW + 20, priority: "low" }),
      anEvent({ id: "c", dueAt: NOW + 90, key: "call:AC2" }),
    ]);
    expect(await store.due({ now: NOW + 100, limit: 10 })).toEqual([
      { key: "call:AC2", priority: "standard", dueAt: NOW + 90 },
      { key: KEY, priority: "low", dueAt: NOW + 20 },
    ]);
  });

  test("without key: is stored as processed and makes nothing due", async (store) => {
    expect(await store.receive([anEventWithoutKey("a")])).toEqual(["stored"]);
    expect(await store.receive([anEventWithoutKey("a")])).toEqual(["duplicate"]);
    const { depth, events } = await store.health(NOW);
    expect({ depth, events }).toEqual({ depth: 0, events: { stored: 1, waiting: 0 } });
  });

  test("order: oldest first, whatever the order of arrival, even with a clock 10 minutes off", async (store) => {
    await store.receive([anEvent({ id: "now" })]);
    await store.receive([anEvent({ id: "ahead", receivedAt: NOW + 10 * MINUTE })]);
    await store.receive([anEvent({ id: "behind", receivedAt: NOW - 10 * MINUTE })]);
    expect((await opened(store)).events.map(({ id }) => id)).toEqual(["behind", "now", "ahead"]);
  });

  test("order: events of the same millisecond keep the order of arrival", async (store) => {
    const ids = ["z", "m", "a", "q"];
    await store.receive(ids.slice(0, 2).map((id) => anEvent({ id })));
    await store.receive(ids.slice(2).map((id) => anEvent({ id })));
    expect((await opened(store)).events.map(({ id }) => id)).toEqual(ids);
  });

  test("copies: what the caller does to its objects later does not reach the store", async (store) => {
    const event = anEvent({ id: "a" });
    await store.receive([event]);
    event.body = "changed";
    const { events } = await opened(store);
    expect(events[0]?.body).toBe(anEvent({ id: "a" }).body);
  });

  test("body: one of 1 MB comes back whole", async (store) => {
    const body = "transcript ".repeat(100_000).slice(0, 2 ** 20);
    await store.receive([anEvent({ id: "a", body })]);
    expect((await opened(store)).events[0]?.body === body).toBe(true);
  });

  test("body: text outside the basic plane comes back exactly", async (store) => {
    const body = JSON.stringify({ text: "𝒳 😀👩‍👧 e\u0301 \u2028 ‏עברית 中文 \u007f \\u0000" });
    await store.receive([anEvent({ id: "😀", body })]);
    expect((await opened(store)).events.map(({ id, body }) => ({ id, body }))).toEqual([{ id: "😀", body }]);
  });

  test("key: quotes, wildcards and SQL are only characters", async (store) => {
    const keys: ActivityKey[] = [
      "call:AC'1",
      'call:AC"1',
      "call:AC%",
      "call:AC_1",
      "call:AC\\1",
      "mail:<1@example.com>:2",
      "call:x'); drop table activities; --",
    ];
    await store.receive(keys.map((key) => anEvent({ id: `id of ${key}`, key })));
    for (const key of keys) {
      const { activity, events } = await opened(store, { key });
      expect({ key: activity.key, ids: events.map(({ id }) => id) }).toEqual({ key, ids: [`id of ${key}`] });
    }
    expect(await store.open("call:AC_", { owner: "one", leaseMs: 1, now: NOW })).toEqual({
      status: "absent",
    });
  });

  test("many: 250 events of one key arrive in one call and come back in order", async (store) => {
    const events = Array.from({ length: 250 }, (_, index) =>
      anEvent({ id: `e${index}`, receivedAt: NOW + index }),
    );
    expect(new Set(await store.receive(events))).toEqual(new Set(["stored"]));
    expect((await opened(store)).events).toEqual(events.map(asStored));
  });
}
