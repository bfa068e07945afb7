import type { Sameness } from "./sameness.js";

interface DateValue {
  start?: string | null;
  end?: string | null;
  time_zone?: string | null;
}

/** A day, or an instant in whatever time zone it is told. */
export function sameDate(written: unknown, answered: unknown): Sameness {
  if (written === null || answered === null) return written === answered;
  const [ours, theirs] = [written as DateValue, answered as DateValue];
  const start = sameMoment(ours.start ?? null, theirs.start ?? null);
  const end = sameMoment(ours.end ?? null, theirs.end ?? null);
  if (start === false || end === false) return false;
  return start === undefined || end === undefined ? undefined : true;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/;
const MINUTE_MS = 60_000;

function sameMoment(written: string | null, answered: string | null): Sameness {
  if (written === answered) return true;
  // A day has no time of day, whatever the zone.
  if (written === null || answered === null || DAY.test(written) || DAY.test(answered)) return false;
  const [ours, theirs] = [Date.parse(zoned(written)), Date.parse(zoned(answered))];
  if (Number.isNaN(ours) || Number.isNaN(theirs)) return undefined;
  if (ours === theirs || truncations(ours).includes(theirs)) return true;
  // A local time is at home in a zone that is not told here.
  if (!OFFSET.test(written) || !OFFSET.test(answered)) return undefined;
  // Rounded up, perhaps.
  return Math.abs(ours - theirs) < MINUTE_MS && theirs % MINUTE_MS === 0 ? undefined : false;
}

/** Notion takes a time without offset as UTC. */
const zoned = (moment: string): string => (OFFSET.test(moment) ? moment : `${moment}Z`);

/** Without the milliseconds, and without the seconds: Notion shows minutes, and may keep no more. */
const truncations = (at: number): number[] => [at - (at % 1_000), at - (at % MINUTE_MS)];
