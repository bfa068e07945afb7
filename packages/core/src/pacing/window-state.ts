/** What all who use one token know together of its window of requests. Times are milliseconds since the epoch. */
export interface WindowState {
  permits: { id: number; until: number }[];
  /** The most urgent wish of each process that was refused one. */
  line: Place[];
  pausedUntil: number;
  /** When the last permit was given that is to be given evenly. */
  lastEvenAt: number;
  lastId: number;
}

interface Place {
  asker: string;
  rank: number;
  since: number;
  until: number;
}

export interface Wish {
  /** Names the process. */
  asker: string;
  /** The lower, the sooner. */
  rank: number;
  /** How many permits may be out with this one. */
  limit: number;
  /** When it comes back by itself, so that what a dead process holds is not lost. */
  until: number;
  /** How long a place in the line is kept for who does not ask again. */
  waitsMs: number;
  /** Where permits of this rank are to be spread: the length of the window. */
  evenlyOverMs?: number;
  now: number;
}

export type Taken = { permit: number } | { askAgainAt: number };

export const freshWindow = (): WindowState => ({
  ...{ permits: [], line: [], pausedUntil: 0 },
  ...{ lastEvenAt: 0, lastId: 0 },
});

/**
 * Takes a permit, or a place in the line. A permit is kept for those with a lower rank, and for those of the same rank
 * who have waited longer.
 */
export function takePermit(state: WindowState, wish: Wish): Taken {
  forget(state, wish);
  const { asker, rank, until, waitsMs, now } = wish;
  const place = state.line.find((other) => other.asker === asker);
  const since = place?.rank === rank ? place.since : now;
  state.line = state.line.filter((other) => other.asker !== asker);
  const ahead = state.line.filter(
    (other) => other.rank < rank || (other.rank === rank && other.since < since),
  ).length;
  const askAgainAt = refusedUntil(state, wish, ahead);
  if (askAgainAt > now) {
    state.line.push({ asker, rank, since, until: now + waitsMs });
    return { askAgainAt };
  }
  const permit = { id: state.lastId + 1, until };
  state.permits.push(permit);
  state.lastId = permit.id;
  if (wish.evenlyOverMs) state.lastEvenAt = now;
  return { permit: permit.id };
}

export function givePermit(state: WindowState, id: number, until: number): void {
  for (const permit of state.permits) if (permit.id === id) permit.until = until;
}

export const permitsOut = ({ permits }: WindowState, now: number): number =>
  permits.filter(({ until }) => until > now).length;

/**
 * No pause is longer, measured from when it is looked at. A service that still wants none then says so once more; but a
 * pause that was entered while the clock was ahead would hold everybody until that time.
 */
const LONGEST_PAUSE_MS = 600_000;

/** When a pause until `until` ends at the latest. */
export const pauseEnd = (until: number, now: number): number => Math.min(until, now + LONGEST_PAUSE_MS);

/** What is over, and what was entered before the clock was set back: it would end later than anything new. */
function forget(state: WindowState, { now, until, waitsMs }: Wish): void {
  state.permits = state.permits.filter((permit) => permit.until > now && permit.until <= until);
  state.line = state.line.filter((place) => place.until > now && place.until <= now + waitsMs);
  state.lastEvenAt = Math.min(state.lastEvenAt, now);
  state.pausedUntil = pauseEnd(state.pausedUntil, now);
}

function refusedUntil(
  { permits, pausedUntil, lastEvenAt }: WindowState,
  { limit, evenlyOverMs, now }: Wish,
  ahead: number,
): number {
  if (pausedUntil > now) return pausedUntil;
  const nextBack = Math.min(...permits.map(({ until }) => until), now + (evenlyOverMs ?? 60_000));
  const free = limit - permits.length - ahead;
  if (free <= 0) return nextBack;
  if (evenlyOverMs === undefined) return now;
  // Else what is left were spent long before more comes back, and whoever comes then would find nothing.
  const gapMs = Math.max(evenlyOverMs / limit, (nextBack - now) / free);
  return ahead > 0 ? now + gapMs : lastEvenAt + gapMs;
}
