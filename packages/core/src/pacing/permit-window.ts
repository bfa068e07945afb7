import type { Clock } from "../ports/clock.js";
import type { Priority } from "../priority.js";
import type { Budget } from "./budgets.js";

/** What one holder asks of the window; with it comes word of the permits it had. */
export interface PermitRequest {
  /** Names who asks; permits that nobody gives back are missed by name. */
  holder: string;
  priority: Priority;
  /** At most so many; one at least is waited for. */
  wanted: number;
  /** How long to wait for the first, in milliseconds. */
  waitMs: number;
  /** Of earlier permits: requests that have ended. */
  used: number;
  /** Of earlier permits: those that were not used and never will be. */
  unused: number;
}

/** How much may be sent, and how fast; or when to ask again. */
export interface PermitGrant {
  /** Requests that may start, within `PERMIT_LIFE_MS`. */
  permits: number;
  /** Each of them so long after the one before. */
  everyMs: number;
  /** Without permits: when to ask again. */
  retryAfterMs: number;
  /** Nobody may start anything before this time (milliseconds since the epoch). */
  pausedUntil: number;
}

/** What a window has given out, for one that is made anew. Plain JSON; times are milliseconds since the epoch. */
export interface PermitsGiven {
  /** When permits of each holder were given. */
  out: [holder: string, times: number[]][];
  /** When requests that have ended stop counting. */
  cooling: number[];
}

/** The budget of a token that holders in several places share: they ask for permits, a few at a time. */
export interface PermitWindow {
  /** A waiting request of higher priority goes first. */
  acquire(request: PermitRequest): Promise<PermitGrant>;
  /** Word of permits, from a holder that wants no more of them for now. */
  report(holder: string, used: number, unused: number): void;
  /** Grants nothing before `until`. Pauses only ever lengthen. Answers the holders of permits that are out. */
  pause(until: number): string[];
  readonly pausedUntil: number;
  given(): PermitsGiven;
}

/** A permit must be used within this time. Short, for a pause cannot call those back that are out. */
export const PERMIT_LIFE_MS = 3_000;

/** After this time a permit of which nothing was heard counts as used and ended: no request takes longer. */
const LOST_AFTER_MS = PERMIT_LIFE_MS + 65_000;

/** Share of the budget that only critical requests may use. */
const CRITICAL_SHARE = 0.04;

/** What is left is not all given to the first who asks. */
const LARGEST_SHARE = 1 / 8;

const PRIORITIES = ["critical", "standard", "low"] as const;

interface Waiting {
  request: PermitRequest;
  answer(grant: PermitGrant): void;
}

/**
 * A permit comes back `perMs` after its request has *ended*, as in the limiter for one process, so every span of `perMs`
 * is within the budget however the server's own window lies. Those of low priority are given out evenly over time.
 * One that is made anew goes on from what the one before had `given`.
 */
export function createPermitWindow(
  { requests, perMs }: Budget,
  clock: Clock,
  given: PermitsGiven = { out: [], cooling: [] },
): PermitWindow {
  const reserved = Math.floor(requests * CRITICAL_SHARE);
  const stepMs = perMs / requests;
  /** Times at which permits of each holder were given, oldest first. */
  const out = new Map(given.out);
  /** When ended requests stop counting, in order. */
  const cooling = [...given.cooling];
  const waiting: Record<Priority, Waiting[]> = { critical: [], standard: [], low: [] };
  let lowNextAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let cancelTimer = () => {};

  const countOut = () => [...out.values()].reduce((sum, times) => sum + times.length, 0);

  function take(holder: string, count: number): void {
    const times = out.get(holder);
    times?.splice(0, count);
    if (times?.length === 0) out.delete(holder);
  }

  function cool(count: number, at: number): void {
    for (let index = 0; index < count; index++) cooling.push(at + perMs);
    cooling.sort((a, b) => a - b);
  }

  function settle(now: number): void {
    while (cooling[0] !== undefined && cooling[0] <= now) cooling.shift();
    for (const [holder, times] of out) {
      const lost = times.filter((at) => at + LOST_AFTER_MS <= now).length;
      if (lost === 0) continue;
      take(holder, lost);
      cool(lost, now);
    }
  }

  function report(holder: string, used: number, unused: number): void {
    take(holder, used + unused);
    cool(used, clock.now());
  }

  const free = () => requests - countOut() - cooling.length;

  function grant({ holder, priority, wanted }: PermitRequest, now: number): PermitGrant | undefined {
    if (pausedUntil > now) return undefined;
    const left = free() - (priority === "critical" ? 0 : reserved);
    if (left < 1 || (priority === "low" && lowNextAt > now)) return undefined;
    const most = Math.max(1, Math.floor(left * LARGEST_SHARE));
    const everyMs = priority === "low" ? stepMs : 0;
    const inTime = everyMs > 0 ? Math.max(1, Math.floor(PERMIT_LIFE_MS / 2 / everyMs)) : most;
    const permits = Math.min(Math.max(1, wanted), most, inTime);
    if (priority === "low") lowNextAt = now + permits * stepMs;
    const times = out.get(holder) ?? [];
    times.push(...Array.from({ length: permits }, () => now));
    out.set(holder, times);
    return { permits, everyMs, retryAfterMs: 0, pausedUntil };
  }

  /** When something may be free that is not now. */
  function nextAt(now: number): number {
    if (pausedUntil > now) return pausedUntil;
    const times = [cooling[0], ...[...out.values()].map(([first]) => first! + LOST_AFTER_MS)];
    if (waiting.low.length > 0) times.push(lowNextAt);
    const next = Math.min(...(times.filter((time) => time !== undefined && time > now) as number[]));
    return Number.isFinite(next) ? next : now + perMs;
  }

  function pump(): void {
    const now = clock.now();
    settle(now);
    for (const priority of PRIORITIES) {
      for (let first = waiting[priority][0]; first; first = waiting[priority][0]) {
        const granted = grant(first.request, now);
        // What is more urgent and finds none leaves none to those behind it.
        if (!granted) break;
        waiting[priority].shift();
        first.answer(granted);
      }
    }
    cancelTimer();
    const isWaiting = PRIORITIES.some((priority) => waiting[priority].length > 0);
    cancelTimer = isWaiting ? clock.after(Math.max(1, nextAt(now) - now), pump) : () => {};
  }

  /** Roughly when one that waits behind all others would have its turn. */
  function retryAfter(now: number): number {
    const ahead = PRIORITIES.reduce((sum, priority) => sum + waiting[priority].length, 0);
    return Math.max(1, Math.ceil(nextAt(now) - now + ahead * stepMs));
  }

  return {
    acquire(request) {
      report(request.holder, request.used, request.unused);
      return new Promise((resolve) => {
        let cancel = () => {};
        const entry: Waiting = {
          request,
          answer(granted) {
            cancel();
            resolve(granted);
          },
        };
        const line = waiting[request.priority];
        line.push(entry);
        pump();
        if (!line.includes(entry)) return;
        const giveUp = () => {
          line.splice(line.indexOf(entry), 1);
          resolve({ permits: 0, everyMs: 0, retryAfterMs: retryAfter(clock.now()), pausedUntil });
          pump();
        };
        // Where the wait would be in vain it is not begun.
        if (pausedUntil > clock.now() + request.waitMs) giveUp();
        else cancel = clock.after(request.waitMs, giveUp);
      });
    },
    report(holder, used, unused) {
      report(holder, used, unused);
      pump();
    },
    pause(until) {
      pausedUntil = Math.max(pausedUntil, until);
      pump();
      return [...out.keys()];
    },
    get pausedUntil() {
      return pausedUntil;
    },
    given: () => ({ out: [...out], cooling }),
  };
}
