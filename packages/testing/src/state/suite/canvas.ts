import type { CanvasEntry, StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { MINUTE, NOW } from "./samples.js";

const PHONE = "+15555550123";
const MAIL = "o'brien%_@example.com";

const anEntry = (fields: Partial<CanvasEntry> = {}): CanvasEntry => ({
  identifier: PHONE,
  pageIds: ["page-1"],
  expiresAt: NOW + MINUTE,
  ...fields,
});

/** Remembered answers of the Canvas look-up. */
export function canvasFacet({ test, expect }: Facet): void {
  test("read: answers found ones, known-to-be-none ones, and no others", async (store) => {
    const found = anEntry({ pageIds: ["page-2", "page-1"] });
    const none = anEntry({ identifier: MAIL, pageIds: [] });
    await store.writeCanvas([found, none], NOW);
    expect(await read(store, [MAIL, "+15555550199", PHONE, PHONE])).toEqual([found, none]);
    expect(await read(store, [])).toEqual([]);
  });

  test("expiry: an entry is used until just before its end", async (store) => {
    await store.writeCanvas([anEntry()], NOW);
    expect((await store.readCanvas([PHONE], NOW + MINUTE - 1)).length).toBe(1);
    expect(await store.readCanvas([PHONE], NOW + MINUTE)).toEqual([]);
  });

  test("hits: reading again and again answers the same", async (store) => {
    await store.writeCanvas([anEntry()], NOW);
    for (let time = 0; time < 3; time++) expect(await read(store, [PHONE])).toEqual([anEntry()]);
  });

  test("write: the newest answer replaces the one before, also within one call", async (store) => {
    await store.writeCanvas([anEntry({ pageIds: [] })], NOW);
    await store.writeCanvas([anEntry({ pageIds: ["old"] }), anEntry({ pageIds: ["new"] })], NOW);
    expect(await read(store, [PHONE])).toEqual([anEntry({ pageIds: ["new"] })]);
    await store.writeCanvas([], NOW);
  });

  test("write: an expired answer can be renewed", async (store) => {
    await store.writeCanvas([anEntry({ expiresAt: NOW })], NOW - MINUTE);
    await store.writeCanvas([anEntry()], NOW);
    expect(await read(store, [PHONE])).toEqual([anEntry()]);
  });

  test("many: 250 entries are written and read in one call each", async (store) => {
    const entries = Array.from({ length: 250 }, (_, index) =>
      anEntry({ identifier: `+1555555${String(index).padStart(4, "0")}`, pageIds: [`page-${index}`] }),
    );
    await store.writeCanvas(entries, NOW);
    const identifiers = entries.map(({ identifier }) => identifier);
    expect(await read(store, identifiers)).toEqual(entries);
    expect(await read(store, [...identifiers, ...identifiers])).toEqual(entries);
  });
}

/** Entries sorted by identifier, for their order is nobody's promise. */
const read = async (store: StateStore, identifiers: readonly string[]) =>
  (await store.readCanvas(identifiers, NOW)).sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
