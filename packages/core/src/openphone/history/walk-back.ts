import type { Clock } from "../../ports/clock.js";
import { Refusal } from "../refusal.js";
import type { ListPage } from "../rest-object.js";
import { isDealtWith, type Place, placeAfter, startOf } from "./place.js";

/** The API's own cursors are said to be short-lived, not how short. */
const FRESH_MS = 60_000;
/** A list that is begun again overlaps: some times are written more coarsely than they are kept. */
const OVERLAP_MS = 1_000;

export interface WalkBackOptions {
  /** Pages newest first, of what was created before `until`. */
  list(until: number): AsyncIterable<ListPage>;
  until: number;
  /** Where an earlier walk stopped. */
  from?: Place | undefined;
  clock: Clock;
}

/** A list walked from its newest row to its oldest, with a place to go on from. */
export interface WalkBack {
  /**
   * The next page without what is dealt with, `undefined` after the last. The one after is asked for on the
   * supposition that this one has been dealt with. After an error the walk can go on.
   */
  next(): Promise<ListPage | undefined>;
}

/**
 * Follows the API's cursors while they are fresh, since then no row comes twice; otherwise, or where one is
 * refused, begins the list again at the time it has come to.
 */
export function walkBack({ list, until, from, clock }: WalkBackOptions): WalkBack {
  let place = from ?? startOf(until);
  let begunAt = place;
  let pages: AsyncIterator<ListPage> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let isOver = false;

  function begin() {
    begunAt = place;
    return list(Math.min(until, place.at + OVERLAP_MS))[Symbol.asyncIterator]();
  }

  async function read(): Promise<IteratorResult<ListPage>> {
    const followed = clock.now() < readAt + FRESH_MS ? pages : undefined;
    pages = followed ?? begin();
    try {
      return await pages.next();
    } catch (error) {
      pages = undefined;
      if (!followed || !(error instanceof Refusal)) throw error;
      return read();
    }
  }

  return {
    async next() {
      if (isOver) return undefined;
      const { done, value: page } = await read();
      isOver = done === true || page.isLast;
      if (done) return undefined;
      readAt = page.readAt;
      const rows = page.rows.filter((row) => !isDealtWith(begunAt, row));
      place = placeAfter(place, rows);
      return { ...page, rows };
    },
  };
}
