import type { InboxEvent, StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { aFailure, anEvent, aRow, aSettlement, KEY, NOW, opened, visible } from "./samples.js";

/** Nothing that a store could keep: what it is given with this, it refuses. */
const UNSTORABLE = Symbol("unstorable") as unknown as string;

/** An operation is done or not done; nobody sees the middle of it. */
export function atomicFacet({ test, expect }: Facet): void {
  test("receive: a call that is refused stores none of its events, and they count as new", async (store) => {
    const events = [anEvent({ id: "a" }), anEvent({ id: "b", key: "call:AC2" })];
    const refused = store.receive([...events, anEvent({ id: "c", body: UNSTORABLE })]);
    expect(await isRefused(refused)).toBe(true);
    expect(await store.health(NOW)).toEqual({ depth: 0, parked: 0, events: { stored: 0, waiting: 0 } });
    expect(await store.receive(events)).toEqual(["stored", "stored"]);
    expect((await store.due({ now: NOW, limit: 10 })).length).toBe(2);
  });

  test("settle: one that is refused midway leaves events, activity and lease as they were", async (store) => {
    const ids = Array.from({ length: 120 }, (_, index) => `e${index}`);
    await store.receive(ids.map((id) => anEvent({ id })));
    const { lease } = await opened(store);
    const before = await visible(store);
    const settlement = aSettlement({ pageId: "page-1", processedEventIds: [...ids, UNSTORABLE] });
    expect(await isRefused(store.settle(lease, settlement, NOW))).toBe(true);
    expect(await visible(store)).toEqual(before);
    await store.settle(lease, aSettlement({ processedEventIds: ids }), NOW);
    expect((await store.health(NOW)).events.waiting).toBe(0);
  });

  test("receive: nobody sees a part of a batch, nor an event whose activity is not due", async (store) => {
    const events = Array.from(
      { length: 50 },
      (_, index): InboxEvent => anEvent({ id: `e${index}`, key: `call:AC${index}` }),
    );
    const seen = await seenDuring(store.receive(events), async () => {
      const { events, depth } = await store.health(NOW);
      return { stored: events.stored, waiting: events.waiting, depth };
    });
    for (const moment of seen) {
      const count = moment.stored === 0 ? 0 : 50;
      expect(moment).toEqual({ stored: count, waiting: count, depth: count });
    }
  });

  test("receive: a repeat is called a duplicate only once the event is really there", async (store) => {
    const event = anEvent({ id: "a" });
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const [answer] = await store.receive([event]);
        return { answer, due: (await store.due({ now: NOW, limit: 1 })).length };
      }),
    );
    expect(answers.filter(({ answer }) => answer === "stored").length).toBe(1);
    expect(answers.map(({ due }) => due)).toEqual([1, 1, 1, 1]);
  });

  test("adopt: a call that is refused takes none of its rows", async (store) => {
    const rows = Array.from({ length: 120 }, (_, index) => aRow({ key: `call:AC${index}` }));
    const refused = store.adopt([...rows, aRow({ key: "call:last", pageId: UNSTORABLE })], NOW);
    expect(await isRefused(refused)).toBe(true);
    expect(await store.activities({ limit: 10 })).toEqual({ activities: [] });
    expect((await store.adopt(rows, NOW)).every((taken) => taken)).toBe(true);
  });

  test("adopt: nobody sees a part of a batch", async (store) => {
    const rows = Array.from({ length: 120 }, (_, index) => aRow({ key: `call:AC${index}` }));
    const seen = await seenDuring(
      store.adopt(rows, NOW),
      async () => (await store.activities({ limit: 200 })).activities.length,
    );
    expect(seen.filter((count) => count !== 0 && count !== 120)).toEqual([]);
  });

  test("settle: whoever sees its outcome sees the events processed, and the other way round", async (store) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b" })]);
    const { lease } = await opened(store);
    await store.intend(lease, { kind: "create", at: NOW });
    const settlement = aSettlement({ pageId: "page-1", processedEventIds: ["a", "b"] });
    const seen = await seenDuring(store.settle(lease, settlement, NOW), () => outcome(store));
    // The parts of a moment are read one after the other, so later parts may show more than earlier ones.
    for (const { page, waiting, pageAgain, waitingAgain } of seen) {
      if (page !== undefined) expect(waiting).toBe(0);
      if (waiting === 0) expect(pageAgain).toBe("page-1");
      if (pageAgain !== undefined) expect(waitingAgain).toBe(0);
    }
  });

  test("settle: nobody can open the key before all of it is done", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    const settlement = aSettlement({ pageId: "page-1", processedEventIds: ["a"] });
    const seen = await seenDuring(store.settle(lease, settlement, NOW), () =>
      store.open(KEY, { owner: "two", leaseMs: 1, now: NOW }),
    );
    for (const result of seen.filter(({ status }) => status !== "busy")) {
      const { events, pageId } =
        result.status === "opened" ? { events: result.events, pageId: result.activity.pageId } : {};
      expect({ events, pageId }).toEqual({ events: [], pageId: "page-1" });
    }
  });

  test("fail: whoever can open the key again finds the failure recorded", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    const failure = aFailure({ intent: { kind: "create", at: NOW, lookups: 1 } });
    const seen = await seenDuring(store.fail(lease, failure, NOW), () =>
      store.open(KEY, { owner: "two", leaseMs: 1, now: NOW }),
    );
    for (const result of seen) {
      if (result.status !== "opened") continue;
      const { attempts, intent, errorCode } = result.activity;
      expect({ attempts, intent, errorCode }).toEqual({
        attempts: 1,
        intent: { kind: "create", at: NOW, lookups: 1 },
        errorCode: "notion_unavailable",
      });
    }
  });
}

const isRefused = (operation: Promise<unknown>): Promise<boolean> =>
  operation.then(
    () => false,
    () => true,
  );

/** What `look` sees again and again until `operation` has ended, and once more after it. */
async function seenDuring<T>(operation: Promise<unknown>, look: () => Promise<T>): Promise<T[]> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  operation.then(end, end);
  const seen: T[] = [];
  while (!ended) {
    seen.push(await look());
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  await operation;
  return [...seen, await look()];
}

async function outcome(store: StateStore) {
  const page = (await store.activity(KEY))?.pageId;
  const { waiting } = (await store.health(NOW)).events;
  const pageAgain = (await store.activity(KEY))?.pageId;
  const waitingAgain = (await store.health(NOW)).events.waiting;
  return { page, waiting, pageAgain, waitingAgain };
}
