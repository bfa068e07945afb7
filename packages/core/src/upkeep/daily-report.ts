import type { CanvasStats } from "../ports/canvas-state.js";
import type { Clock } from "../ports/clock.js";
import type { LogFields, Logger } from "../ports/logger.js";
import type { Figures } from "../ports/state-queries.js";
import type { StateStore } from "../ports/state-store.js";

/** What one day came to. Free of personal data. */
export interface DailyReport extends Figures {
  /** In UTC, as `YYYY-MM-DD`. */
  day: string;
  /** As it is when the report is made, whatever day it is of. */
  now: { waiting: number; parked: number; canvas: CanvasStats };
}

/** What is kept between two days. */
interface Reported {
  /** The first day that no report has been made of, as days since the epoch. */
  next: number;
  /** The last to be made comes last. */
  reports: DailyReport[];
  /** Reports at the end of `reports` that the log has not told yet. */
  untold: number;
}

export interface DailyReports {
  store: Pick<StateStore, "claim" | "figures" | "health" | "canvasStats" | "getCursor" | "putCursor">;
  clock: Clock;
  logger: Logger;
  /** Names this worker; must differ between workers. */
  owner: string;
}

const DAY_MS = 24 * 3_600_000;
/** Runs and events of days before have been deleted, wholly or in part. */
const LOOK_BACK_DAYS = 6;
const KEPT = 31;
const CURSOR = "daily-report";
const LEASE_MS = 60_000;

/**
 * To be called every few minutes: makes a report of each day (UTC) that has ended, logs it as `report.daily`, and keeps it
 * for `dailyReports`. Once a day, whoever calls and however many: a report is kept before it is logged, so that one that
 * a crash kept from the log is told by the next call, and only a crash right after the log line has it told twice. The
 * first call ever begins with its own day. Answers what was logged.
 */
export async function reportWhenDue({ store, clock, logger, owner }: DailyReports): Promise<DailyReport[]> {
  const today = Math.floor(clock.now() / DAY_MS);
  if (isDone(await read(store), today)) return [];
  const claim = (leaseMs: number) => store.claim(CURSOR, { owner, leaseMs, now: clock.now() });
  if (!(await claim(LEASE_MS))) return [];
  try {
    // Another may have made it before the role was had.
    const known = await read(store);
    if (known && isDone(known, today)) return [];
    const made = await makeReports(store, clock.now(), known?.next ?? today, today);
    const reports = [...(known?.reports ?? []), ...made].slice(-KEPT);
    const untold = Math.min(reports.length, (known?.untold ?? 0) + made.length);
    await write(store, { next: today, reports, untold });
    if (untold === 0) return [];
    const told = reports.slice(-untold);
    for (const report of told) logger.info("report.daily", fieldsOf(report));
    await write(store, { next: today, reports, untold: 0 });
    return told;
  } finally {
    // A role that cannot be given up now runs out by itself.
    await claim(0).catch(() => {});
  }
}

/** The reports of the last 31 days, the newest first. */
export async function dailyReports(store: Pick<StateStore, "getCursor">): Promise<DailyReport[]> {
  return ((await read(store))?.reports ?? []).toReversed();
}

const isDone = (reported: Reported | undefined, today: number): boolean =>
  reported !== undefined && reported.next >= today && reported.untold === 0;

async function makeReports(
  store: DailyReports["store"],
  now: number,
  next: number,
  today: number,
): Promise<DailyReport[]> {
  const days: number[] = [];
  for (let day = Math.max(next, today - LOOK_BACK_DAYS); day < today; day++) days.push(day);
  if (days.length === 0) return [];
  const { depth, parked } = await store.health(now);
  const state = { waiting: depth, parked, canvas: await store.canvasStats() };
  const reports: DailyReport[] = [];
  for (const day of days) {
    const figures = await store.figures({ from: day * DAY_MS, to: (day + 1) * DAY_MS });
    reports.push({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), ...figures, now: state });
  }
  return reports;
}

/** Flat, as log lines are; in the order in which a person reads them. */
function fieldsOf({
  day,
  events,
  runs,
  notionRequests,
  durationMs,
  parked,
  owed,
  now,
}: DailyReport): LogFields {
  const settled = Object.values(runs).reduce((sum, count) => sum + count, 0);
  const { contacts, entries, found, hits, misses } = now.canvas;
  return {
    ...{ day, events },
    ...{ created: 0, updated: 0, ...runs },
    ...{ notionRequests, averageMs: settled === 0 ? 0 : Math.round(durationMs / settled) },
    ...{ parked, owed, parkedNow: now.parked, waitingNow: now.waiting },
    ...{ contacts, canvasEntries: entries, canvasFound: found, canvasHits: hits, canvasMisses: misses },
  };
}

async function read(store: Pick<StateStore, "getCursor">): Promise<Reported | undefined> {
  const text = await store.getCursor(CURSOR);
  return text === undefined ? undefined : (JSON.parse(text) as Reported);
}

const write = (store: DailyReports["store"], reported: Reported): Promise<unknown> =>
  store.putCursor(CURSOR, JSON.stringify(reported));
