import type { CanvasEntry, IndexedContact, StateStore, UsedContacts } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import {
  aContact,
  anEvent,
  aSettlement,
  asStored,
  lookedUp,
  MINUTE,
  NOW,
  opened,
  refusal,
} from "./samples.js";

const PHONE = "+15555550123";
const OTHER = "+15555550124";
const UNKNOWN = "+15555550199";
const MAIL = "o'brien%_@example.com";

/** What a look-up came to that found nobody. */
const none = (identifier: string, noneUntil = NOW + MINUTE): UsedContacts => ({
  identifier,
  pageIds: [],
  noneUntil,
});

const inOrder = (entries: readonly CanvasEntry[]) =>
  entries.toSorted((a, b) => (a.identifier < b.identifier ? -1 : 1));

/** The contact index, and what the look-ups of it came to. */
export function canvasFacet({ test, expect }: Facet): void {
  /** The contacts of an identifier; `undefined` where nothing is known. */
  const pagesOf = async (store: StateStore, identifier: string, now = NOW) =>
    (await store.readCanvas([identifier], now))[0]?.pageIds;

  test("read: answers those with contacts, those known to have none, and no others", async (store) => {
    await store.putContacts([aContact({ identifiers: [PHONE, MAIL] })], NOW);
    await lookedUp(store, [none(OTHER)]);
    const entries = await store.readCanvas([MAIL, UNKNOWN, OTHER, PHONE, PHONE], NOW);
    expect(inOrder(entries)).toEqual([
      { identifier: PHONE, pageIds: ["page-1"], asOf: NOW },
      { identifier: OTHER, pageIds: [] },
      { identifier: MAIL, pageIds: ["page-1"], asOf: NOW },
    ]);
    expect(await store.readCanvas([], NOW)).toEqual([]);
  });

  test("read: of several contacts the oldest comes first, of equally old ones that with the lower id", async (store) => {
    const ages = [
      ["young", 3],
      ["b", 2],
      ["a", 2],
      ["old", 1],
    ] as const;
    for (const [pageId, createdAt] of ages) await store.putContacts([aContact({ pageId, createdAt })], NOW);
    expect(await pagesOf(store, PHONE)).toEqual(["old", "a", "b", "young"]);
  });

  test("read: says as of when all contacts of an identifier are known", async (store) => {
    await store.putContacts([aContact({ pageId: "a" })], NOW);
    await store.putContacts([aContact({ pageId: "b" })], NOW - 5);
    await store.putContacts([aContact({ pageId: "c" })], NOW + 5);
    expect((await store.readCanvas([PHONE], NOW))[0]?.asOf).toBe(NOW - 5);
  });

  test("put: a page forgets what it holds no longer, and others keep theirs", async (store) => {
    await store.putContacts(
      [aContact({ identifiers: [PHONE, MAIL] }), aContact({ pageId: "page-2", createdAt: NOW + 1 })],
      NOW,
    );
    await store.putContacts([aContact({ identifiers: [MAIL, OTHER] })], NOW + 1);
    expect(await pagesOf(store, PHONE)).toEqual(["page-2"]);
    expect(await pagesOf(store, MAIL)).toEqual(["page-1"]);
    expect(await pagesOf(store, OTHER)).toEqual(["page-1"]);
    await store.putContacts([aContact({ identifiers: [] })], NOW + 2);
    expect(await pagesOf(store, MAIL)).toBe(undefined);
  });

  test("put: what was read as of earlier changes nothing", async (store) => {
    await store.putContacts([aContact({ identifiers: [OTHER] })], NOW);
    expect(await store.putContacts([aContact({ identifiers: [PHONE] })], NOW - 1)).toEqual([]);
    expect(await pagesOf(store, PHONE)).toBe(undefined);
    expect(await pagesOf(store, OTHER)).toEqual(["page-1"]);
    // A page without identifiers is known all the same.
    await store.putContacts([aContact({ pageId: "gone", identifiers: [] })], NOW);
    await store.putContacts([aContact({ pageId: "gone" })], NOW - 1);
    expect(await pagesOf(store, PHONE)).toBe(undefined);
    await store.putContacts([aContact({ pageId: "gone" })], NOW + 1);
    expect(await pagesOf(store, PHONE)).toEqual(["gone"]);
  });

  test("put: what was read as of the same moment takes the place of what was put before", async (store) => {
    await store.putContacts([aContact({ identifiers: [PHONE, MAIL] })], NOW);
    await store.putContacts([aContact({ identifiers: [OTHER, MAIL] })], NOW);
    expect(await pagesOf(store, PHONE)).toBe(undefined);
    expect(await pagesOf(store, MAIL)).toEqual(["page-1"]);
    expect(await pagesOf(store, OTHER)).toEqual(["page-1"]);
  });

  test("put: of one page twice in one call the last counts", async (store) => {
    await store.putContacts([aContact({ identifiers: [PHONE] }), aContact({ identifiers: [OTHER] })], NOW);
    expect(await pagesOf(store, PHONE)).toBe(undefined);
    expect(await pagesOf(store, OTHER)).toEqual(["page-1"]);
    expect(await store.putContacts([], NOW)).toEqual([]);
  });

  test("put: answers the identifiers whose contacts have changed", async (store) => {
    expect((await store.putContacts([aContact({ identifiers: [PHONE, MAIL, MAIL] })], NOW)).sort()).toEqual([
      PHONE,
      MAIL,
    ]);
    expect(await store.putContacts([aContact({ identifiers: [PHONE, MAIL] })], NOW + 1)).toEqual([]);
    expect((await store.putContacts([aContact({ identifiers: [PHONE, OTHER] })], NOW + 2)).sort()).toEqual([
      OTHER,
      MAIL,
    ]);
    expect((await store.putContacts([aContact({ identifiers: [] })], NOW + 3)).sort()).toEqual([
      PHONE,
      OTHER,
    ]);
  });

  test("put: 1,100 pages with two identifiers each are put in one call, twice, and dropped in one", async (store) => {
    const pages = (salt: string): IndexedContact[] =>
      Array.from({ length: 1_100 }, (_, index) =>
        aContact({
          pageId: `page-${index}`,
          identifiers: [`${index}@example.com`, `${salt}-${index}@example.com`],
        }),
      );
    expect((await store.putContacts(pages("a"), NOW)).length).toBe(2_200);
    expect((await store.putContacts(pages("b"), NOW + 1)).length).toBe(2_200);
    expect(await pagesOf(store, "1099@example.com")).toEqual(["page-1099"]);
    expect(await pagesOf(store, "a-1099@example.com")).toBe(undefined);
    expect(await pagesOf(store, "b-0@example.com")).toEqual(["page-0"]);
    expect((await store.dropContacts(NOW + 2)).length).toBe(2_200);
    expect((await store.canvasStats()).contacts).toBe(0);
  });

  test("drop: forgets the pages that are not known as of then or later", async (store) => {
    await store.putContacts([aContact({ pageId: "old", identifiers: [PHONE, MAIL] })], NOW - 1);
    await store.putContacts([aContact({ pageId: "kept" })], NOW);
    expect((await store.dropContacts(NOW)).sort()).toEqual([PHONE, MAIL]);
    expect(await pagesOf(store, PHONE)).toEqual(["kept"]);
    expect(await pagesOf(store, MAIL)).toBe(undefined);
    expect(await store.dropContacts(NOW)).toEqual([]);
    // Nothing is remembered of it: it may come back as of any time.
    await store.putContacts([aContact({ pageId: "old", identifiers: [MAIL] })], NOW - 2);
    expect(await pagesOf(store, MAIL)).toEqual(["old"]);
  });

  test("none: is believed until just before its end, and can be renewed", async (store) => {
    await lookedUp(store, [none(PHONE)]);
    expect(await pagesOf(store, PHONE, NOW + MINUTE - 1)).toEqual([]);
    expect(await pagesOf(store, PHONE, NOW + MINUTE)).toBe(undefined);
    await lookedUp(store, [none(PHONE, NOW + 2 * MINUTE)], NOW + 1);
    expect(await pagesOf(store, PHONE, NOW + MINUTE)).toEqual([]);
    // Whoever did not ask Notion has nothing to add.
    await lookedUp(store, [{ identifier: PHONE, pageIds: [] }], NOW + 2);
    expect(await pagesOf(store, PHONE, NOW + MINUTE)).toEqual([]);
    await lookedUp(store, [none(PHONE, NOW)], NOW + 3);
    expect(await pagesOf(store, PHONE)).toBe(undefined);
  });

  test("none: 1,100 identifiers are noted in one call, as a settle notes them", async (store) => {
    const identifiers = Array.from({ length: 1_100 }, (_, index) => `${index}@example.com`);
    await store.noteNone([...identifiers, "0@example.com"], { until: NOW + MINUTE, now: NOW });
    expect((await store.readCanvas(identifiers, NOW + MINUTE - 1)).length).toBe(1_100);
    expect(await store.readCanvas(identifiers, NOW + MINUTE)).toEqual([]);
    await store.noteNone([PHONE], { until: NOW + 2 * MINUTE, now: NOW });
    await store.noteNone([], { until: NOW, now: NOW });
    await lookedUp(store, [{ identifier: PHONE, pageIds: [] }]);
    expect(await pagesOf(store, PHONE, NOW + MINUTE)).toEqual([]);
    await store.putContacts([aContact()], NOW);
    expect(await pagesOf(store, PHONE)).toEqual(["page-1"]);
  });

  test("none: a contact that is put is seen at once, and what was believed counts again when it goes", async (store) => {
    await lookedUp(store, [none(PHONE)]);
    await store.putContacts([aContact()], NOW);
    expect(await pagesOf(store, PHONE)).toEqual(["page-1"]);
    await store.putContacts([aContact({ identifiers: [] })], NOW + 1);
    expect(await pagesOf(store, PHONE)).toEqual([]);
  });

  test("none: a settle that is refused lets nobody believe it", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement(), NOW);
    const late = store.settle(lease, aSettlement({ contacts: [none(PHONE)] }), NOW);
    expect(await refusal(late)).toEqual({ code: "lease_lost", retry: "now" });
    expect(await pagesOf(store, PHONE)).toBe(undefined);
  });

  test("open: tells what is known of whom the waiting events name", async (store) => {
    await store.putContacts([aContact({ identifiers: [PHONE, MAIL] })], NOW);
    await lookedUp(store, [none(OTHER), none("+15555550125", NOW)]);
    const events = [
      anEvent({ id: "a", identifiers: [PHONE, UNKNOWN] }),
      anEvent({ id: "b", identifiers: [OTHER, PHONE, "+15555550125"] }),
      anEvent({ id: "c" }),
    ];
    await store.receive([...events, anEvent({ id: "other", key: "call:AC2", identifiers: [MAIL] })]);
    const taken = await opened(store);
    expect(taken.events).toEqual(events.map(asStored));
    expect(inOrder(taken.contacts)).toEqual([
      { identifier: PHONE, pageIds: ["page-1"], asOf: NOW },
      { identifier: OTHER, pageIds: [] },
    ]);
  });

  test("open: tells what is known now of whom the activity was settled with", async (store) => {
    const contacts: UsedContacts[] = [{ identifier: PHONE, pageIds: [] }, none(OTHER)];
    await store.receive([anEvent({ id: "a", identifiers: [MAIL] })]);
    await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: ["a"], contacts }), NOW);
    await store.putContacts([aContact({ identifiers: [PHONE, MAIL] })], NOW);
    expect(inOrder((await opened(store)).contacts)).toEqual([
      { identifier: PHONE, pageIds: ["page-1"], asOf: NOW },
      { identifier: OTHER, pageIds: [] },
    ]);
  });

  test("many: of 1,100 identifiers that were settled with, all are told by open and in one call", async (store) => {
    const identifiers = Array.from({ length: 1_100 }, (_, index) => `${index}@example.com`);
    await store.receive([anEvent({ id: "a", identifiers: identifiers.slice(0, 20) })]);
    const contacts = identifiers.map((identifier) => none(identifier));
    await store.settle((await opened(store)).lease, aSettlement({ contacts }), NOW);
    const entries = await store.readCanvas([...identifiers, ...identifiers], NOW);
    for (const told of [entries, (await opened(store)).contacts]) {
      expect(told.length).toBe(1_100);
      expect(new Set(told.map(({ identifier }) => identifier))).toEqual(new Set(identifiers));
    }
  });

  test("stats: count contacts, and look-ups by what is known now and by who answered", async (store) => {
    expect(await store.canvasStats()).toEqual({
      contacts: 0,
      ...{ entries: 0, found: 0, none: 0, hits: 0, misses: 0 },
    });
    await store.putContacts(
      [aContact({ identifiers: [PHONE, MAIL] }), aContact({ pageId: "without", identifiers: [] })],
      NOW,
    );
    for (const asked of [true, false, false]) {
      await store.receive([anEvent({ id: `asked ${asked} ${Math.random()}` })]);
      const { lease } = await opened(store);
      const contacts = [
        { identifier: PHONE, pageIds: ["page-1"], asked },
        { identifier: OTHER, pageIds: [] },
      ];
      await store.settle(lease, aSettlement({ contacts }), NOW);
    }
    expect(await store.canvasStats()).toEqual({
      contacts: 1,
      ...{ entries: 2, found: 1, none: 1, hits: 5, misses: 1 },
    });
  });

  test("stats: identifiers that were not looked up since are purged, and contacts stay", async (store) => {
    await store.putContacts([aContact()], NOW);
    await lookedUp(store, [none(OTHER)]);
    await store.purge({ before: NOW, limit: 100 });
    expect((await store.canvasStats()).entries).toBe(1);
    await store.purge({ before: NOW + 1, limit: 100 });
    expect(await store.canvasStats()).toEqual({
      contacts: 1,
      ...{ entries: 0, found: 0, none: 0, hits: 0, misses: 0 },
    });
  });
}
