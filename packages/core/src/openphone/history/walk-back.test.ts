import fc from "fast-check";
import { expect, it } from "vitest";
import { Refusal } from "../refusal.js";
import type { ListPage, RestRow } from "../rest-object.js";
import { createdAt } from "../time-range.js";
import { type Place, placeAfter, startOf } from "./place.js";
import { walkBack } from "./walk-back.js";

const UNTIL = 60_000;

interface World {
  /** Times of the rows, in milliseconds; several may be of one instant. */
  times: number[];
  pageSize: number;
  /** Whether the API tells whole seconds only, though it keeps milliseconds. */
  isCoarse: boolean;
}

const world: fc.Arbitrary<World> = fc.record({
  times: fc.array(
    fc.integer({ min: 0, max: 40 }).map((tenth) => tenth * 100),
    { maxLength: 40 },
  ),
  pageSize: fc.integer({ min: 1, max: 7 }),
  isCoarse: fc.boolean(),
});

/** What happens between two pages. */
const event = fc.constantFrom("next", "next", "next", "late", "killed", "refused", "broken", "inserted");

/** A list that filters as the API does: by the times it keeps, then, as the client does, by those it tells. */
function api({ times, pageSize, isCoarse }: World, state: { now: number; failing: Error | undefined }) {
  const told = (at: number) => {
    const text = new Date(at).toISOString();
    return isCoarse ? text.replace(/\.\d+/, "") : text;
  };
  const rows = times.map((at, index) => ({ at, id: `AC${index}`, createdAt: told(at) }));
  async function* list(until: number): AsyncGenerator<ListPage> {
    const kept = () => rows.filter((row) => row.at <= until).sort((a, b) => b.at - a.at);
    let shown: (typeof rows)[number] | undefined;
    for (;;) {
      if (state.failing) throw state.failing;
      const all = kept();
      const from = shown === undefined ? 0 : all.indexOf(shown) + 1;
      const cut = all.slice(from, from + pageSize);
      shown = cut.at(-1) ?? shown;
      const isLast = from + pageSize >= all.length;
      const isMeant = (row: RestRow) => (createdAt(row) ?? 0) < until;
      yield { surface: "2026-03-30", rows: cut.filter(isMeant), readAt: state.now, isLast };
      if (isLast) return;
    }
  }
  const insert = () => {
    const at = UNTIL + rows.length;
    rows.push({ at, id: `ACnew${rows.length}`, createdAt: told(at) });
  };
  return { list, insert };
}

it("tells every row once and none that came later, whatever happens between the pages", async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.array(event, { maxLength: 60 }), async (given, events) => {
      const state: { now: number; failing: Error | undefined } = { now: 0, failing: undefined };
      const { list, insert } = api(given, state);
      const clock = { now: () => state.now, after: () => () => {} };
      let place: Place = startOf(UNTIL);
      let walk = walkBack({ list, until: UNTIL, from: place, clock });
      const told: string[] = [];
      for (let happening = events.values(), isOver = false; !isOver; ) {
        const next = happening.next().value;
        if (next === "late") state.now += 61_000;
        if (next === "inserted") insert();
        if (next === "killed") walk = walkBack({ list, until: UNTIL, from: place, clock });
        if (next === "refused" || next === "broken") {
          state.failing =
            next === "broken"
              ? new Error("down")
              : new Refusal("other", "openphone_invalid_request", "Invalid cursor", 400);
          await walk.next().catch(() => {});
          state.failing = undefined;
          continue;
        }
        const page = await walk.next();
        told.push(...(page?.rows ?? []).map(({ id }) => id));
        place = placeAfter(place, page?.rows ?? []);
        isOver = page === undefined || page.isLast;
      }
      expect(told.length).toBe(given.times.length);
      expect(new Set(told)).toEqual(new Set(given.times.map((_, index) => `AC${index}`)));
    }),
    { numRuns: 500 },
  );
});

it("can be stopped within a page", async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.integer({ min: 1, max: 7 }), async (given, taken) => {
      const { list } = api(given, { now: 0, failing: undefined });
      const clock = { now: () => 0, after: () => () => {} };
      const told: string[] = [];
      let place: Place = startOf(UNTIL);
      for (let turns = 0; turns < 400; turns++) {
        const page = await walkBack({ list, until: UNTIL, from: place, clock }).next();
        const rows = page?.rows.slice(0, taken) ?? [];
        told.push(...rows.map(({ id }) => id));
        place = placeAfter(place, rows);
        if (page?.isLast && rows.length === page.rows.length) break;
        // A page of rows that are all of one instant and dealt with is followed by its cursor, not begun again.
        fc.pre(page === undefined || page.rows.length > 0);
      }
      expect(new Set(told).size).toBe(told.length);
      expect(told.length).toBe(given.times.length);
    }),
  );
});
