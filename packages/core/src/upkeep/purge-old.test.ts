import { expect, test } from "vitest";
import type { Purged, PurgeOptions } from "../ports/state-queries.js";
import { purgeOld } from "./purge-old.js";

const DAY = 24 * 3_600_000;

/** A store that holds so many rows of each kind. */
function storeOf(held: Purged) {
  const asked: PurgeOptions[] = [];
  const store = {
    async purge(options: PurgeOptions) {
      asked.push(options);
      const purged = { ...held };
      for (const kind of Object.keys(held) as (keyof Purged)[]) {
        purged[kind] = Math.min(held[kind], options.limit);
        held[kind] -= purged[kind];
      }
      return purged;
    },
  };
  return { store, held, asked };
}

test("what is over for seven days goes in rounds, until no kind has anything left", async () => {
  for (const kind of ["events", "history", "imports", "lookups"] as const) {
    const nothing = { events: 0, history: 0, imports: 0, lookups: 0 };
    const { store, held, asked } = storeOf({ ...nothing, [kind]: 2_500 });
    expect(await purgeOld(store, 10 * DAY)).toBe(true);
    expect(held).toEqual(nothing);
    expect(asked).toEqual(Array(3).fill({ before: 3 * DAY, limit: 1_000 }));
  }
});

test("after so many rounds, or when it is to end, it says that more is left", async () => {
  const { store, held } = storeOf({ events: 5_000, history: 10, imports: 0, lookups: 0 });
  expect(await purgeOld(store, 10 * DAY, { rounds: 2 })).toBe(false);
  expect(held).toMatchObject({ events: 3_000, history: 0 });
  const ending = new AbortController();
  const stopping = {
    purge: (options: PurgeOptions) => {
      ending.abort();
      return store.purge(options);
    },
  };
  expect(await purgeOld(stopping, 10 * DAY, { signal: ending.signal })).toBe(false);
  expect(held.events).toBe(2_000);
  expect(await purgeOld(store, 10 * DAY, { rounds: 3 })).toBe(true);
});
