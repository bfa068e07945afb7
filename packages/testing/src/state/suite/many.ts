import type { ActivityKey } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { pagesOf } from "./pages.js";
import { aFailure, anEvent, aRow, aSettlement, asStored, KEY, NOW, opened, PARK } from "./samples.js";

const COUNT = 1_100;

const keys = Array.from({ length: COUNT }, (_, index): ActivityKey => `call:AC${index}`);

/** Lists of more than a thousand, the length at which backends begin to cut or to refuse. */
export function manyFacet({ test, expect }: Facet): void {
  test("receive: 1,100 keys in one call are all due", async (store) => {
    const answers = await store.receive(
      keys.map((key, index) => anEvent({ id: key, key, dueAt: NOW - COUNT + index })),
    );
    expect(answers.filter((answer) => answer === "stored").length).toBe(COUNT);
    const due = await store.due({ now: NOW, limit: COUNT + 1 });
    expect(due.map(({ key }) => key)).toEqual(keys);
    expect((await store.health(NOW)).depth).toBe(COUNT);
  });

  test("receive: of 1,100 events of which every second is known, the answers are in their places", async (store) => {
    const events = keys.map((id) => anEvent({ id }));
    await store.receive(events.filter((_, index) => index % 2 === 0));
    expect(await store.receive(events)).toEqual(
      events.map((_, index) => (index % 2 === 0 ? "duplicate" : "stored")),
    );
    expect((await store.health(NOW)).events).toEqual({ stored: COUNT, waiting: COUNT });
  });

  test("settle: 1,100 events are processed by one settlement, those beyond wait on", async (store) => {
    const events = keys.map((id, index) => anEvent({ id, receivedAt: NOW + index }));
    const beyond = anEvent({ id: "beyond", receivedAt: NOW + COUNT });
    await store.receive([...events, beyond]);
    const { lease, events: waiting } = await opened(store);
    expect(waiting.length).toBe(COUNT + 1);
    await store.settle(lease, aSettlement({ processedEventIds: events.map(({ id }) => id) }), NOW);
    expect((await opened(store)).events).toEqual([asStored(beyond)]);
  });

  test("replay: a list of 1,100 names finds the parked one at its end", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store)).lease, aFailure({ next: PARK }), NOW);
    expect(await store.replay({ now: NOW, keys: [...keys.slice(2), KEY] })).toBe(1);
  });

  test("adopt: of 1,100 rows of which every second is known, the answers are in their places", async (store) => {
    const rows = keys.map((key, index) => aRow({ key, pageId: `page-${index}` }));
    await store.adopt(
      rows.filter((_, index) => index % 2 === 0).map((row) => ({ ...row, pageId: "before" })),
      NOW,
    );
    expect(await store.adopt(rows, NOW)).toEqual(rows.map((_, index) => index % 2 === 1));
    const pages = await pagesOf((from) => store.activities({ keys, limit: 400, ...from }));
    expect(
      new Map(pages.flatMap(({ activities }) => activities.map(({ key, pageId }) => [key, pageId]))),
    ).toEqual(new Map(rows.map(({ key, pageId }, index) => [key, index % 2 === 1 ? pageId : "before"])));
  });

  test("activities: 1,100 come in pages of at most 1,000, named or not", async (store) => {
    await store.adopt(
      keys.map((key) => aRow({ key })),
      NOW,
    );
    for (const named of [{}, { keys: [...keys, ...keys.map((key): ActivityKey => `${key}-unknown`)] }]) {
      const pages = await pagesOf((from) => store.activities({ ...named, limit: 5_000, ...from }));
      expect(pages.map(({ activities }) => activities.length)).toEqual([1_000, COUNT - 1_000]);
      expect(pages.flatMap(({ activities }) => activities.map(({ key }) => key))).toEqual(keys.toSorted());
    }
  });

  test("events: 1,100 come in pages of at most 1,000", async (store) => {
    await store.receive(keys.map((id) => anEvent({ id })));
    const pages = await pagesOf((from) => store.events({ key: KEY, limit: 5_000, ...from }));
    expect(pages.map(({ events }) => events.length)).toEqual([1_000, COUNT - 1_000]);
    expect(pages.flatMap(({ events }) => events.map(({ id }) => id))).toEqual(keys.toReversed());
  });

  test("purge: 1,100 processed events go at once", async (store) => {
    await store.receive(keys.map((id) => anEvent({ id })));
    const { lease, events } = await opened(store);
    await store.settle(lease, aSettlement({ processedEventIds: events.map(({ id }) => id) }), NOW);
    expect(await store.purge({ before: NOW + 1, limit: 2_000 })).toEqual({
      ...{ events: COUNT, history: 1, imports: 0, lookups: 0 },
    });
    expect((await store.health(NOW)).events).toEqual({ stored: 0, waiting: 0 });
  });
}
