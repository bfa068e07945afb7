import { type Clock, sleep } from "../ports/clock.js";
import type { StateStore } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";

const LEASE_MS = 60_000;
const ASK_AGAIN_MS = 5_000;

/**
 * Runs a task that only one process at a time may run. A role that a process had which died comes free within a
 * minute, so that long is waited for; rejects with `lease_lost` when another has it still. The task's signal aborts
 * with `signal`, or when the role is lost.
 */
export async function holdingRole<T>(
  { store, clock, owner }: { store: Pick<StateStore, "claim">; clock: Clock; owner: string },
  role: string,
  signal: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const claim = (leaseMs: number) => store.claim(role, { owner, leaseMs, now: clock.now() });
  const giveUpAt = clock.now() + LEASE_MS + ASK_AGAIN_MS;
  while (!(await claim(LEASE_MS))) {
    if (clock.now() >= giveUpAt) throw taken(role);
    await sleep(clock, ASK_AGAIN_MS, signal);
  }

  const lost = new AbortController();
  let cancel = () => {};
  const beat = () => {
    cancel = clock.after(LEASE_MS / 3, () => {
      claim(LEASE_MS).then(
        (held) => (held ? beat() : lost.abort(taken(role))),
        () => beat(),
      );
    });
  };
  beat();
  try {
    return await task(signal ? AbortSignal.any([signal, lost.signal]) : lost.signal);
  } finally {
    cancel();
    // A role that cannot be given up now runs out by itself.
    await claim(0).catch(() => {});
  }
}

const taken = (role: string): SyncError =>
  new SyncError("lease_lost", `Another process is at work on this (${role}): wait for it, or stop it.`, {
    retry: "after",
    retryAfterMs: LEASE_MS,
  });
