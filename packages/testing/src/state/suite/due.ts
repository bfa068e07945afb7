import type { ActivityKey, Priority } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { anEvent, aSettlement, KEY, LEASE_MS, MINUTE, NOW, opened } from "./samples.js";

/** Which activities a sweep finds, and in what order. */
export function dueFacet({ test, expect }: Facet): void {
  test("order: most urgent first, then longest overdue", async (store) => {
    const expected: { key: ActivityKey; priority: Priority; dueAt: number }[] = [
      { key: "message:1", priority: "critical", dueAt: NOW - 1 },
      { key: "message:2", priority: "critical", dueAt: NOW },
      { key: "call:3", priority: "standard", dueAt: NOW - 10 * MINUTE },
      { key: "call:4", priority: "standard", dueAt: NOW - 5 },
      { key: "call:5", priority: "low", dueAt: NOW - 20 * MINUTE },
    ];
    for (const index of [4, 1, 3, 0, 2]) {
      const due = expected[index]!;
      await store.receive([anEvent({ id: due.key, ...due })]);
    }
    expect(await store.due({ now: NOW, limit: 10 })).toEqual(expected);
    expect(await store.due({ now: NOW, limit: 2 })).toEqual(expected.slice(0, 2));
  });

  test("time: from its own millisecond on", async (store) => {
    await store.receive([anEvent({ id: "a", dueAt: NOW })]);
    expect(await store.due({ now: NOW - 1, limit: 10 })).toEqual([]);
    expect((await store.due({ now: NOW, limit: 10 })).length).toBe(1);
  });

  test("lease: an activity in work is left out until the lease has expired", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await opened(store);
    expect(await store.due({ now: NOW + LEASE_MS - 1, limit: 10 })).toEqual([]);
    expect(await store.due({ now: NOW + LEASE_MS, limit: 10 })).toEqual([
      { key: KEY, priority: "standard", dueAt: NOW },
    ]);
  });

  test("settled: is left out until an event arrives", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: ["a"] }), NOW);
    expect(await store.due({ now: NOW + MINUTE, limit: 10 })).toEqual([]);
    await store.receive([anEvent({ id: "b", dueAt: NOW + 5 })]);
    expect((await store.due({ now: NOW + MINUTE, limit: 10 })).map(({ dueAt }) => dueAt)).toEqual([NOW + 5]);
  });

  test("many: a limit cuts a long queue", async (store) => {
    const keys = Array.from({ length: 150 }, (_, index): ActivityKey => `call:AC${index}`);
    await store.receive(keys.map((key, index) => anEvent({ id: key, key, dueAt: NOW - 1000 + index })));
    const due = await store.due({ now: NOW, limit: 120 });
    expect(due.map(({ key }) => key)).toEqual(keys.slice(0, 120));
  });
}
