import type { ActivityKey, ActivityQuery, StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { pagesOf } from "./pages.js";
import { aFailure, anEvent, aRow, aSettlement, KEY, known, MINUTE, NOW, opened, PARK } from "./samples.js";

/** Looking through the activities. */
export function activitiesFacet({ test, expect }: Facet): void {
  test("row: is all that the store holds of the activity", async (store) => {
    expect(await store.activities({ limit: 10 })).toEqual({ activities: [] });
    await store.receive([anEvent({ id: "a" })]);
    const settlement = aSettlement({ record: { n: [1, "é"] }, progress: { hash: "h" }, pageId: "page-1" });
    await store.settle((await opened(store)).lease, settlement, NOW + 1);
    const { lease } = await opened(store);
    await store.fail(lease, aFailure({ intent: { kind: "append", at: NOW } }), NOW + 2);
    expect(await store.activities({ limit: 10 })).toEqual({ activities: [await known(store)] });
  });

  test("order: by key, whatever the order of arrival", async (store) => {
    for (const id of ["AC9", "AC10", "ACa", "ACB", "AC1"]) await arrive(store, `call:${id}`);
    await arrive(store, "message:AC1");
    await arrive(store, "mail:<x@example.com>");
    expect(await found(store, {})).toEqual([
      "call:AC1",
      "call:AC10",
      "call:AC9",
      "call:ACB",
      "call:ACa",
      "mail:<x@example.com>",
      "message:AC1",
    ]);
  });

  test("pages: together hold every activity once, and only the last has no cursor", async (store) => {
    const keys = await severalKeys(store, 7);
    for (const limit of [1, 2, 3, 6, 7, 8]) {
      const pages = await pagesOf((from) => store.activities({ limit, ...from }));
      expect(pages.map(({ activities }) => activities.length)).toEqual(lengths(7, limit));
      expect(pages.flatMap(({ activities }) => activities.map(({ key }) => key))).toEqual(keys);
    }
  });

  test("pages: what comes or changes between two of them hides none of the others", async (store) => {
    const keys = await severalKeys(store, 6);
    const first = await store.activities({ limit: 3 });
    await arrive(store, "call:AC00");
    await arrive(store, "call:AC99");
    const { lease } = await opened(store, { key: keys[0]! });
    await store.settle(lease, aSettlement(), NOW + MINUTE);
    const second = await store.activities({ limit: 3, cursor: first.cursor! });
    expect([...first.activities, ...second.activities].map(({ key }) => key)).toEqual(keys);
    expect(await found(store, { cursor: second.cursor! })).toEqual(["call:AC99"]);
  });

  test("kind and status: only those asked for", async (store) => {
    await oneOfEach(store);
    await arrive(store, "message:M1");
    expect(await found(store, { kind: "message" })).toEqual(["message:M1"]);
    expect(await found(store, { kind: "mail" })).toEqual([]);
    for (const status of ["parked", "pending", "skipped", "synced", "trashed"] as const)
      expect(await found(store, { kind: "call", statuses: [status] })).toEqual([`call:${status}`]);
    expect(await found(store, { statuses: ["trashed", "parked", "parked"] })).toEqual([
      "call:parked",
      "call:trashed",
    ]);
    expect(await found(store, { statuses: ["pending"] })).toEqual(["call:pending", "message:M1"]);
    expect(await found(store, { statuses: [] })).toEqual([]);
  });

  test("updated: from the given millisecond on", async (store) => {
    await store.adopt([aRow()], NOW);
    await store.adopt([aRow({ key: "call:AC2" })], NOW + 1);
    expect(await found(store, { updatedSince: NOW })).toEqual([KEY, "call:AC2"]);
    expect(await found(store, { updatedSince: NOW + 1 })).toEqual(["call:AC2"]);
    expect(await found(store, { updatedSince: NOW + 2 })).toEqual([]);
  });

  test("keys: only the named ones, each once", async (store) => {
    const keys = await severalKeys(store, 5);
    expect(await found(store, { keys: [keys[3]!, "call:unknown", keys[1]!, keys[3]!] })).toEqual([
      keys[1],
      keys[3],
    ]);
    expect(await found(store, { keys: [] })).toEqual([]);
  });

  test("conditions: all hold at once, on every page", async (store) => {
    const keys = await severalKeys(store, 9);
    for (const key of keys.slice(1, 8)) {
      await store.fail((await opened(store, { key })).lease, aFailure({ next: PARK }), NOW + MINUTE);
    }
    await store.adopt([aRow({ key: "message:M1", kind: "message" })], NOW + MINUTE);
    const pages = await pagesOf((from) =>
      store.activities({
        keys: [...keys.slice(2), "message:M1"],
        kind: "call",
        statuses: ["parked", "synced"],
        updatedSince: NOW + MINUTE,
        limit: 4,
        ...from,
      }),
    );
    expect(pages.map(({ activities }) => activities.map(({ key }) => key))).toEqual([
      keys.slice(2, 6),
      keys.slice(6, 8),
    ]);
  });
}

const arrive = (store: StateStore, key: ActivityKey) => store.receive([anEvent({ id: key, key })]);

async function severalKeys(store: StateStore, count: number): Promise<ActivityKey[]> {
  const keys = Array.from({ length: count }, (_, index): ActivityKey => `call:AC${index + 1}`);
  await store.receive(keys.toReversed().map((key) => anEvent({ id: key, key })));
  return keys;
}

/** One call of each status, named after it. */
async function oneOfEach(store: StateStore): Promise<void> {
  await arrive(store, "call:pending");
  await arrive(store, "call:parked");
  await store.fail((await opened(store, { key: "call:parked" })).lease, aFailure({ next: PARK }), NOW);
  for (const status of ["synced", "skipped", "trashed"] as const) {
    await arrive(store, `call:${status}`);
    const { lease } = await opened(store, { key: `call:${status}` });
    await store.settle(lease, aSettlement({ status, processedEventIds: [`call:${status}`] }), NOW);
  }
}

const found = async (store: StateStore, query: Omit<ActivityQuery, "limit">) =>
  (await store.activities({ limit: 100, ...query })).activities.map(({ key }) => key);

/** How many rows each page has when `count` are cut into pages of `limit`. */
const lengths = (count: number, limit: number) =>
  Array.from({ length: Math.ceil(count / limit) }, (_, page) => Math.min(limit, count - page * limit));
