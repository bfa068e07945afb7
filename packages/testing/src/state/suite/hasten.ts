import type { ActivityKey, Failure, StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { aFailure, anEvent, KEY, known, MINUTE, NOW, opened, PARK } from "./samples.js";

const CODE = "notion_not_found";

/** Activities that wait for another attempt although its cause may have been mended. */
export function hastenFacet({ test, expect }: Facet): void {
  const hasten = (store: StateStore, ...errorCodes: string[]) => store.hasten({ now: NOW + 9, errorCodes });

  async function failed(store: StateStore, key: ActivityKey, failure: Partial<Failure> = {}): Promise<void> {
    await store.receive([anEvent({ id: key, key })]);
    await store.fail((await opened(store, { key })).lease, aFailure({ errorCode: CODE, ...failure }), NOW);
  }

  test("waiting: is due at once after such an error, else as it was", async (store) => {
    await failed(store, KEY, { attempted: false, progress: { n: 1 } });
    await failed(store, "call:AC2");
    await failed(store, "call:AC3", { errorCode: "notion_restricted" });
    await failed(store, "call:AC4", { errorCode: "notion_unavailable" });
    const before = await known(store);
    expect(await hasten(store, "notion_restricted", CODE)).toBe(3);
    expect(await known(store)).toEqual({ ...before, dueAt: NOW + 9 });
    expect(await store.due({ now: NOW + 8, limit: 10 })).toEqual([]);
    expect((await store.due({ now: NOW + 9, limit: 10 })).map(({ key }) => key).sort()).toEqual([
      KEY,
      "call:AC2",
      "call:AC3",
    ]);
    expect((await known(store, "call:AC4")).dueAt).toBe(NOW + MINUTE);
    expect(await hasten(store, CODE)).toBe(0);
    expect(await hasten(store)).toBe(0);
  });

  test("due: what is due already keeps its place", async (store) => {
    await failed(store, KEY, { next: { action: "retry", dueAt: NOW + 5 } });
    expect(await hasten(store, CODE)).toBe(0);
    expect((await known(store)).dueAt).toBe(NOW + 5);
  });

  test("parked: stays so, also when an event has made it due", async (store) => {
    await failed(store, KEY, { next: PARK });
    expect(await hasten(store, CODE)).toBe(0);
    await store.receive([anEvent({ id: "later", dueAt: NOW + MINUTE })]);
    expect(await hasten(store, CODE)).toBe(0);
    const { status, dueAt } = await known(store);
    expect({ status, dueAt }).toEqual({ status: "parked", dueAt: NOW + MINUTE });
  });

  test("intent: what is unclear is looked for in its own time", async (store) => {
    await failed(store, KEY, { intent: { kind: "create", at: NOW } });
    expect(await hasten(store, CODE)).toBe(0);
    expect((await known(store)).dueAt).toBe(NOW + MINUTE);
  });

  test("lease: what is being worked on is left to whoever does", async (store) => {
    await failed(store, KEY);
    await opened(store);
    expect(await hasten(store, CODE)).toBe(0);
    expect((await known(store)).dueAt).toBe(NOW + MINUTE);
    expect(await store.hasten({ now: NOW + MINUTE - 1, errorCodes: [CODE] })).toBe(1);
  });
}
