import type { Facet } from "./facet.js";
import { anImport, MINUTE, NOW } from "./samples.js";

/** Imports, reconciliations and the like, as they go on. */
export function importsFacet({ test, expect }: Facet): void {
  test("save: is kept as it was given", async (store) => {
    expect(await store.imports(10)).toEqual([]);
    const state = anImport({
      id: "one",
      request: { since: 1, numbers: ["PN1"], dryRun: false },
      progress: { cursor: "é'\"%", counts: { calls: 2 ** 40 }, errors: null },
    });
    await store.saveImport(state);
    expect(await store.imports(10)).toEqual([state]);
  });

  test("save: again takes the place of what was there, whatever its times", async (store) => {
    await store.saveImport(anImport({ id: "one", progress: { done: 1, of: 2 } }));
    const later = anImport({ id: "one", status: "done", progress: { done: 2 }, updatedAt: NOW + MINUTE });
    await store.saveImport(later);
    expect(await store.imports(10)).toEqual([later]);
    const resumed = anImport({
      id: "one",
      kind: "reconcile",
      startedAt: NOW - MINUTE,
      updatedAt: NOW - MINUTE,
      request: null,
    });
    await store.saveImport(resumed);
    expect(await store.imports(10)).toEqual([resumed]);
  });

  test("save: one leaves the others alone", async (store) => {
    const others = [anImport({ id: "One" }), anImport({ id: "one " })];
    for (const other of others) await store.saveImport(other);
    await store.saveImport(anImport({ id: "one", status: "failed" }));
    const states = await store.imports(10);
    expect(states.filter(({ id }) => id !== "one").sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(others);
  });

  test("order: the last to start comes first, whenever it was saved", async (store) => {
    for (const [id, startedAt] of [
      ["b", NOW],
      ["c", NOW + 2],
      ["a", NOW + 1],
    ] as const)
      await store.saveImport(anImport({ id, startedAt }));
    await store.saveImport(anImport({ id: "b", updatedAt: NOW + MINUTE }));
    expect((await store.imports(10)).map(({ id }) => id)).toEqual(["c", "a", "b"]);
    expect((await store.imports(2)).map(({ id }) => id)).toEqual(["c", "a"]);
  });

  test("copies: neither what goes in nor what comes out is shared with the caller", async (store) => {
    const progress = { done: [1] };
    await store.saveImport(anImport({ id: "one", progress }));
    progress.done.push(2);
    const [seen] = await store.imports(1);
    expect(seen!.progress).toEqual({ done: [1] });
    (seen!.progress as { done: number[] }).done.push(3);
    expect((await store.imports(1))[0]?.progress).toEqual({ done: [1] });
  });
}
