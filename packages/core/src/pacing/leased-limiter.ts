import { type Clock, sleep } from "../ports/clock.js";
import type { RateLimiter } from "../ports/rate-limiter.js";
import type { Priority } from "../priority.js";
import { SyncError, type SyncErrorCode } from "../sync-error.js";
import { PERMIT_LIFE_MS, type PermitGrant, type PermitRequest } from "./permit-window.js";

/** The window, wherever it is. */
export interface RemoteWindow {
  acquire(request: PermitRequest): Promise<PermitGrant>;
  report(holder: string, used: number, unused: number): Promise<void>;
  pause(until: number): Promise<void>;
}

export interface LeasedLimiterOptions {
  window: RemoteWindow;
  /** Names this user of the window; must differ between users. */
  holder: string;
  /** What a wait that is too long is called. */
  code: Extract<SyncErrorCode, "notion_rate_limited" | "openphone_rate_limited">;
  /** The longest wait for a permit; beyond it a request is refused with `retry: 'after'`. Without it all waits are waited. */
  maxWaitMs?: number;
  /**
   * For a holder whose timers may end before they ring, as those of a request do: it takes one permit at a time, and what
   * is given here, to be kept going, tells of it as soon as its request has ended.
   */
  keepAlive?(work: Promise<unknown>): void;
  clock: Clock;
}

/** A limiter whose window is somewhere else. */
export interface LeasedLimiter extends RateLimiter {
  /**
   * Sees to it that a request of this priority could start. Answers 0, or the milliseconds until it is worth asking
   * again: work that has not begun can wait elsewhere.
   */
  ready(priority: Priority): Promise<number>;
  /** Heard from elsewhere: nothing may start before `until`. */
  hold(until: number): void;
}

interface Permit {
  notBefore: number;
  validUntil: number;
  priority: Priority;
}

/** At one go. Few, for what one has the others lack. */
const WANTED: Record<Priority, number> = { critical: 2, standard: 4, low: 4 };
/** How long an ask may stand in line before it is made anew. */
const ASK_MS = 5_000;
/** Word of what has ended waits so long for company. */
const REPORT_MS = 500;
/** When the window cannot be reached. */
const UNREACHABLE_MS = 1_000;
const RANK: Record<Priority, number> = { critical: 0, standard: 1, low: 2 };

/** Starts requests on permits that it has fetched a few at a time, so most of them cost no word with the window. */
export function createLeasedLimiter(options: LeasedLimiterOptions): LeasedLimiter {
  const { window, holder, code, maxWaitMs = Number.POSITIVE_INFINITY, keepAlive, clock } = options;
  let permits: Permit[] = [];
  const asking = new Map<Priority, Promise<PermitGrant>>();
  let used = 0;
  let unused = 0;
  let isTending = false;
  let pausedUntil = Number.NEGATIVE_INFINITY;

  function dropStale(now: number): void {
    const fresh = permits.filter(({ validUntil }) => validUntil > now);
    unused += permits.length - fresh.length;
    permits = fresh;
  }

  /** One of the same priority or better; what is more urgent may use any. */
  function takePermit(priority: Priority): Permit | undefined {
    const now = clock.now();
    dropStale(now);
    if (pausedUntil > now) return undefined;
    const fits = (permit: Permit) => priority === permit.priority || RANK[permit.priority] > RANK[priority];
    const at = permits.findIndex((permit) => fits(permit) && (priority === "low" || permit.notBefore <= now));
    return at < 0 ? undefined : permits.splice(at, 1)[0];
  }

  /** Tells of what has ended, a little later, for as long as there is something to tell. */
  function tend(): void {
    if (isTending) return;
    isTending = true;
    clock.after(REPORT_MS, () => {
      isTending = false;
      void tell();
      if (permits.length > 0) tend();
    });
  }

  async function tell(): Promise<void> {
    dropStale(clock.now());
    const told = { used, unused };
    used = 0;
    unused = 0;
    // A window that hears nothing counts them as used in the end.
    if (told.used + told.unused > 0) await window.report(holder, told.used, told.unused).catch(() => {});
  }

  async function ask(priority: Priority): Promise<PermitGrant> {
    const told = { used, unused };
    used = 0;
    unused = 0;
    const wanted = keepAlive ? 1 : WANTED[priority];
    const grant = await window
      .acquire({ holder, priority, wanted, waitMs: Math.min(ASK_MS, maxWaitMs), ...told })
      .catch((): PermitGrant => ({ permits: 0, everyMs: 0, retryAfterMs: UNREACHABLE_MS, pausedUntil }));
    const arrivedAt = clock.now();
    pausedUntil = Math.max(pausedUntil, grant.pausedUntil);
    for (let index = 0; index < grant.permits; index++) {
      const notBefore = arrivedAt + index * grant.everyMs;
      // Half of it is left to the way here.
      const validUntil = Math.max(notBefore + 1, arrivedAt + PERMIT_LIFE_MS / 2);
      permits.push({ priority, notBefore, validUntil });
    }
    if (grant.permits > 0) tend();
    return grant;
  }

  /** Several who lack permits of one priority ask together. */
  function refill(priority: Priority): Promise<PermitGrant> {
    const asked =
      asking.get(priority) ??
      ask(priority).finally(() => {
        asking.delete(priority);
      });
    asking.set(priority, asked);
    return asked;
  }

  async function permitFor(priority: Priority): Promise<Permit> {
    const since = clock.now();
    for (;;) {
      const permit = takePermit(priority);
      if (permit) return permit;
      const now = clock.now();
      const pause = Math.max(0, pausedUntil - now);
      if (now + pause - since > maxWaitMs) throw tooLong(pause);
      if (pause > 0) await sleep(clock, pause);
      else {
        const { permits: granted, retryAfterMs } = await refill(priority);
        if (granted > 0) continue;
        if (clock.now() + retryAfterMs - since > maxWaitMs) throw tooLong(retryAfterMs);
        await sleep(clock, retryAfterMs);
      }
    }
  }

  const tooLong = (retryAfterMs: number) =>
    new SyncError(code, "The request waits for its turn: others use the token as well.", {
      retry: "after",
      retryAfterMs,
    });

  return {
    async schedule(priority, task) {
      const { notBefore } = await permitFor(priority);
      const wait = notBefore - clock.now();
      if (wait > 0) await sleep(clock, wait);
      try {
        return await task();
      } finally {
        used++;
        if (keepAlive) keepAlive(tell());
        else tend();
      }
    },
    pause(until) {
      if (until <= pausedUntil) return;
      pausedUntil = until;
      window.pause(until).catch(() => {});
    },
    async ready(priority) {
      const now = clock.now();
      if (pausedUntil > now) return pausedUntil - now;
      const permit = takePermit(priority);
      if (permit) {
        permits.unshift(permit);
        return 0;
      }
      const { permits: granted, retryAfterMs } = await refill(priority);
      return granted > 0 ? 0 : retryAfterMs;
    },
    hold(until) {
      pausedUntil = Math.max(pausedUntil, until);
    },
  };
}
