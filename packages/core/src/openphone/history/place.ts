import type { RestRow } from "../rest-object.js";
import { createdAt } from "../time-range.js";

/** How far a walk back in time has come: what is newer than `at` is dealt with, and of what is of `at` itself, `ids`. */
export interface Place {
  /** Milliseconds since the epoch. */
  at: number;
  ids: readonly string[];
}

export const startOf = (until: number): Place => ({ at: until, ids: [] });

/** The place after these rows, newest first. A row that does not tell its time is taken to be of the one before. */
export function placeAfter(place: Place, rows: readonly RestRow[]): Place {
  let { at, ids } = place;
  for (const row of rows) {
    const time = createdAt(row) ?? at;
    if (time < at) ids = [];
    if (time <= at) ids = [...ids, row.id];
    at = Math.min(at, time);
  }
  return { at, ids };
}

export function isDealtWith(place: Place, row: RestRow): boolean {
  const time = createdAt(row) ?? place.at;
  return time > place.at || (time === place.at && place.ids.includes(row.id));
}
