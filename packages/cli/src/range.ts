import { usageError } from "./failure.js";
import { showTime } from "./output/time.js";

/** A time range in milliseconds since the epoch: `since` inclusive, `until` exclusive; without it, up to now. */
export interface Range {
  since: number;
  until?: number;
}

const DAY_MS = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;
const UNITS = { m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS } as const;

/**
 * `--since` and `--until` as a range. A date is a whole day in UTC, so `--until 2024-01-31` includes the 31st;
 * an instant (`2024-01-31T17:00:00-05:00`) is exact.
 */
export function readRange(given: { since: string; until?: string | undefined }, now: number): Range {
  const since = readMoment("--since", given.since, "start");
  if (since >= now)
    throw usageError(`--since lies in the future: ${showTime(since)}; it is ${showTime(now)}.`);
  if (given.until === undefined) return { since };
  const until = readMoment("--until", given.until, "end");
  if (since < until) return { since, until };
  throw usageError(
    `The range is empty: --since (${showTime(since)}) is not before --until (${showTime(until)}).`,
  );
}

/** `24h`, `90m`, `7d`, `2w`: the time up to now. */
export function readLast(text: string, now: number): Required<Range> {
  const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(text.trim()) ?? [];
  const ms = Number(count) * UNITS[unit as keyof typeof UNITS];
  if (!(ms > 0) || ms > now) {
    throw usageError(
      "--last takes a time such as 24h: a number and m, h, d or w (minutes, hours, days, weeks).",
    );
  }
  return { since: now - ms, until: now };
}

function readMoment(option: string, text: string, edge: "start" | "end"): number {
  const date = DATE.exec(text);
  const instant = INSTANT.exec(text);
  const day = date?.[0] ?? instant?.[1];
  if (day === undefined) {
    throw usageError(
      `${option} takes a date (2024-01-31) or an ISO instant (2024-01-31T17:00:00Z, 2024-01-31T17:00:00-05:00).`,
    );
  }
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // 30 February is read as a day in March by some.
  const exists = Number.isFinite(midnight) && new Date(midnight).toISOString().startsWith(day);
  const moment = date
    ? midnight + (edge === "end" ? DAY_MS : 0)
    : Date.parse(instant?.[2] ? text : `${text}Z`);
  if (!exists || !Number.isFinite(moment)) throw usageError(`${option}: there is no such moment.`);
  return moment;
}
