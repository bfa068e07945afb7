import type { Clock } from "../ports/clock.js";
import { type Priority, priorityOrder } from "../priority.js";
import { type Budget, criticalReserve } from "./budgets.js";
import type { MeteredLimiter } from "./metered-limiter.js";
import type { SharedNote } from "./shared-note.js";
import {
  freshWindow,
  givePermit,
  pauseEnd,
  permitsOut,
  type Taken,
  takePermit,
  type WindowState,
} from "./window-state.js";

export interface SharedRateLimiterOptions extends Budget {
  /** Where the state of the window is kept; for nothing else. */
  note: SharedNote;
  /** How long a task may take: after that its permit is counted as ended, e.g. because its process died. */
  taskLifeMs: number;
  /** Names this process among those that share the window. */
  owner: string;
  clock: Clock;
}

interface Waiting {
  start(permit: number): void;
  fail(error: unknown): void;
}

const PRIORITIES = ["critical", "standard", "low"] as const;

/**
 * A limiter for several processes that use one token. As in `createBottleneckRateLimiter`, a permit comes back `perMs`
 * after its task has ended, and some are kept for what is critical; but the permits lie in a window that all share. What
 * is more urgent in one process goes before what is less so in another, and tasks of low priority start evenly over the
 * window: else an import would spend it at one stroke, and a message that comes a moment later would wait for the next.
 * Tasks reject with the error of the note when that fails.
 */
export function createSharedRateLimiter(options: SharedRateLimiterOptions): MeteredLimiter {
  const { note, requests, perMs, taskLifeMs, owner, clock } = options;
  const forAll = requests - criticalReserve(requests);
  /** Permits of others come back at times that nobody here is told of. */
  const askEveryMs = perMs / requests;
  const wish = { asker: owner, waitsMs: 3 * askEveryMs };
  const lines: Record<Priority, Waiting[]> = { critical: [], standard: [], low: [] };
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  /** The most urgent priority that was refused a permit, until it is asked for again. */
  let refused: Priority | undefined;
  let cancelTimer = () => {};

  const mostUrgent = () => PRIORITIES.find((priority) => lines[priority].length > 0);
  const shift = (): Waiting | undefined => lines[mostUrgent() ?? "low"].shift();

  function askAt(at: number): void {
    cancelTimer();
    cancelTimer = clock.after(Math.max(0, at - clock.now()), () => void ask());
  }

  /** As last read or changed. */
  let known = freshWindow();
  async function read(): Promise<{ state: WindowState; version: number }> {
    const { text, version } = await note.read();
    known = text === undefined ? freshWindow() : (JSON.parse(text) as WindowState);
    return { state: known, version };
  }

  /** Changes the window, after whatever this process is changing already. */
  let changed: Promise<unknown> = Promise.resolve();
  function change<T>(by: (state: WindowState) => T): Promise<T> {
    const result = changed.then(async () => {
      for (;;) {
        const { state, version } = await read();
        const answer = by(state);
        if (await note.write(JSON.stringify(state), version)) return answer;
      }
    });
    changed = result.catch(() => {});
    return result;
  }
  const give = (permit: number, until: number) => change((state) => givePermit(state, permit, until));

  /** Asks for one permit after another, until one is refused or nobody waits. */
  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    cancelTimer();
    refused = undefined;
    for (let priority = mostUrgent(); priority && !refused; priority = mostUrgent()) {
      try {
        await askFor(priority);
      } catch (error) {
        shift()?.fail(error);
      }
    }
    isAsking = false;
  }

  async function askFor(priority: Priority): Promise<void> {
    const asked = clock.now();
    const taken = await take(priority);
    const now = clock.now();
    if ("permit" in taken) {
      // Whoever is the most urgent now; with a pause since, nobody is.
      if (pausedUntil > now) await give(taken.permit, now);
      else shift()?.start(taken.permit);
    } else if (priority === mostUrgent()) {
      refused = priority;
      askAt(Math.max(pausedUntil, Math.min(taken.askAgainAt, asked + askEveryMs)));
    }
  }

  async function take(priority: Priority): Promise<Taken> {
    pausedUntil = pauseEnd(pausedUntil, clock.now());
    if (pausedUntil > clock.now()) return { askAgainAt: pausedUntil };
    return change((state) => {
      const now = clock.now();
      return takePermit(state, {
        ...{ ...wish, now, until: now + taskLifeMs + perMs },
        rank: priorityOrder(priority),
        limit: priority === "critical" ? requests : forAll,
        ...(priority === "low" ? { evenlyOverMs: perMs } : {}),
      });
    });
  }

  return {
    schedule: (priority, task) =>
      new Promise((resolve, reject) => {
        const start = async (permit: number) => {
          await task().then(resolve, reject);
          // If that fails, it comes back by itself, a little later.
          await give(permit, clock.now() + perMs).catch(() => {});
        };
        lines[priority].push({ start, fail: reject });
        if (!refused || priorityOrder(priority) < priorityOrder(refused)) void ask();
      }),
    left() {
      // For the next time; one that fails leaves what is known.
      read().catch(() => {});
      return Math.max(0, requests - permitsOut(known, clock.now()));
    },
    pause(until) {
      if (!(until > pausedUntil && until > clock.now())) return;
      pausedUntil = until;
      if (refused) askAt(pausedUntil);
      // If that fails, at least this process pauses; the others will be told by the service itself.
      change((state) => {
        state.pausedUntil = Math.max(state.pausedUntil, until);
      }).catch(() => {});
    },
  };
}
