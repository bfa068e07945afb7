import type { ActivityKey, Priority } from "@openphone-notion/core";

/** One key that wants a run. */
export interface Wanted {
  key: ActivityKey;
  priority: Priority;
  /** When the word of it was sent, in milliseconds since the epoch. */
  sentAt: number;
}

/** What became of a word: `again` wants another after a while, `left` is the sweep's to send again. */
export type RunOutcome = { status: "done" | "left" | "rejected" } | { status: "again"; afterMs: number };

/** Runs at once; a request of the platform has six connections. */
const AT_ONCE = 4;
/** Of these, slots that only critical keys may take. */
const RESERVED = 1;
/** Clocks of the queue and of this object may differ by so much. */
const SKEW_MS = 2_000;
/** Keys whose last run is remembered. */
const MEMORY = 2_000;

const RANK: Record<Priority, number> = { critical: 0, standard: 1, low: 2 };

/**
 * Runs keys, one run of a key at a time, the most urgent first. A run that began after a word was sent has seen what that
 * word was about, so several words of one key become one run.
 */
export function createKeyedRuns(options: {
  run(wanted: Wanted): Promise<RunOutcome>;
  now(): number;
}): (wanted: Wanted) => Promise<RunOutcome> {
  const { run, now } = options;
  const startedAt = new Map<ActivityKey, number>();
  const running = new Map<ActivityKey, Promise<RunOutcome>>();
  const waiting: { wanted: Wanted; go(): void }[] = [];
  let taken = 0;

  function pump(): void {
    while (waiting.length > 0) {
      waiting.sort((a, b) => RANK[a.wanted.priority] - RANK[b.wanted.priority]);
      const most = waiting[0]!.wanted.priority === "critical" ? AT_ONCE : AT_ONCE - RESERVED;
      if (taken >= most) return;
      taken++;
      waiting.shift()!.go();
    }
  }

  function free(): void {
    taken--;
    pump();
  }

  function remember(key: ActivityKey): void {
    startedAt.delete(key);
    startedAt.set(key, now());
    if (startedAt.size > MEMORY) startedAt.delete(startedAt.keys().next().value!);
  }

  async function start(wanted: Wanted): Promise<RunOutcome> {
    remember(wanted.key);
    try {
      const outcome = await run(wanted);
      if (outcome.status !== "done") startedAt.delete(wanted.key);
      return outcome;
    } catch (error) {
      startedAt.delete(wanted.key);
      throw error;
    }
  }

  const isSeen = ({ key, sentAt }: Wanted): boolean =>
    (startedAt.get(key) ?? Number.NEGATIVE_INFINITY) > sentAt + SKEW_MS;

  return async (wanted) => {
    for (;;) {
      const current = running.get(wanted.key);
      if (isSeen(wanted)) return current ?? { status: "done" };
      if (current) {
        await current.catch(() => {});
        continue;
      }
      await new Promise<void>((go) => {
        waiting.push({ wanted, go });
        pump();
      });
      // Another word of the same key may have had its turn in between.
      if (running.has(wanted.key) || isSeen(wanted)) {
        free();
        continue;
      }
      const work = start(wanted).finally(() => {
        running.delete(wanted.key);
        free();
      });
      running.set(wanted.key, work);
      return work;
    }
  };
}
