import { parseTime } from "../record/time.js";
import { SyncError } from "../sync-error.js";
import type { RestRow } from "./rest-object.js";

/** By the time of creation, in milliseconds since the epoch. */
export interface TimeRange {
  /** Inclusive; absent or not above 0 for all. */
  since?: number | undefined;
  /** Exclusive; absent for the moment at which the list is begun, and the minute by which clocks may differ. */
  until?: number | undefined;
}

/** A range with both ends, as each list asks for it. */
export interface PinnedRange {
  since: number;
  until: number;
}

/** OpenPhone's clock may be ahead of ours, and what just happened is meant too. */
const CLOCK_SKEW_MS = 60_000;

/** The upper bound of a list that is given none. */
export const pinnedAt = (now: number): number => now + CLOCK_SKEW_MS;

export const pinnedRange = ({ since = 0, until }: TimeRange, now: number): PinnedRange => ({
  since: Math.max(0, since),
  until: until ?? pinnedAt(now),
});

/** ISO 8601 in UTC, as all queries want their times. */
export function instant(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) {
    throw new SyncError("openphone_invalid_request", "That is no time.", { retry: "never" });
  }
  return date.toISOString();
}

/** The lower bound as a query wants it, where there is one. */
export const lowerBound = (since: number): string | undefined => (since > 0 ? instant(since) : undefined);

/**
 * Whether a row lies in the range. The operators of the lists include or exclude their bounds, or do not say
 * which, so each list is asked for a little more. A row that does not tell its time is kept.
 */
export function isWithin({ since, until }: PinnedRange): (row: RestRow) => boolean {
  return (row) => {
    const at = createdAt(row);
    return at === undefined || (at >= since && at < until);
  };
}

/** When a row was created, in milliseconds since the epoch. */
export function createdAt({ createdAt }: RestRow): number | undefined {
  return typeof createdAt === "string" ? parseTime(createdAt) : undefined;
}
