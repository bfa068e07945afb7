import type { HistoryRow } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { aFailure, anEvent, aSettlement, KEY, NOW, opened, refusal } from "./samples.js";

const runs: readonly HistoryRow[] = [
  { action: "created", notionRequests: 2, durationMs: 900 },
  { action: "updated", notionRequests: 1, durationMs: 250 },
  { action: "unchanged", notionRequests: 0, durationMs: 1 },
];

/** What the runs of an activity did. */
export function historyFacet({ test, expect }: Facet): void {
  test("runs: the last to settle comes first, also by a clock that was set back", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    expect(await store.history(KEY, 10)).toEqual([]);
    for (const [index, history] of runs.entries())
      await store.settle((await opened(store)).lease, aSettlement({ history }), NOW - index);
    const newest = runs.map((run, index) => ({ ...run, at: NOW - index })).reverse();
    expect(await store.history(KEY, 10)).toEqual(newest);
    expect(await store.history(KEY, 2)).toEqual(newest.slice(0, 2));
  });

  test("runs: those of one activity are not those of another", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: "call:AC11" })]);
    for (const [index, key] of ([KEY, "call:AC11"] as const).entries())
      await store.settle((await opened(store, { key })).lease, aSettlement({ history: runs[index]! }), NOW);
    expect(await store.history(KEY, 10)).toEqual([{ ...runs[0]!, at: NOW }]);
    expect(await store.history("call:unknown", 10)).toEqual([]);
  });

  test("runs: one that failed or lost its lease has left none", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store)).lease, aFailure(), NOW);
    const { lease } = await opened(store);
    await opened(store, { owner: "two", now: lease.expiresAt });
    expect(await refusal(store.settle(lease, aSettlement(), NOW))).toEqual({
      code: "lease_lost",
      retry: "now",
    });
    expect(await store.history(KEY, 10)).toEqual([]);
  });
}
