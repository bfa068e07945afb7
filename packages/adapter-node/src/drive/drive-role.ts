import { hostname } from "node:os";
import { resolve } from "node:path";
import {
  type Clock,
  type Logger,
  type StateStore,
  type SyncError,
  toSyncError,
} from "@openphone-notion/core";
import { takeFolderLock } from "../folder-lock.js";

/** What whoever has the role does. */
export interface Driving {
  begin(): void;
  /** Resolves when nothing is under way any more. */
  end(): Promise<void>;
}

/**
 * The right to drain the queue and to spend the Notion window of one data folder. On one machine a file lock
 * decides, which a dead process cannot keep; between machines a lease in the state store.
 */
export interface DriveRole {
  /** Tries at once, and again every second until it is had; then keeps it. Answers whether the first try succeeded. */
  start(driving: Driving): Promise<boolean>;
  /** Gives it up, so that another can have it at once. */
  stop(): Promise<void>;
  readonly held: boolean;
  /** Why the last try failed, where it did: not because another has it. */
  readonly failure: SyncError | undefined;
}

const ROLE = "drive";
const LEASE_MS = 15_000;
const RENEW_EVERY_MS = 5_000;
const TRY_EVERY_MS = 1_000;

export function createDriveRole(options: {
  store: Pick<StateStore, "claim" | "release" | "getCursor" | "putCursor">;
  dataDir: string;
  /** Names this process in the leases that it takes. */
  owner: string;
  clock: Clock;
  logger: Logger;
}): DriveRole {
  const { store, dataDir, owner, clock, logger } = options;
  // The same for every process of this machine: the lock keeps those apart, and a restart need not wait.
  const place = `${hostname()}:${resolve(dataDir)}`;
  let driving: Driving | undefined;
  let unlock: (() => void) | undefined;
  /** Until when the lease is surely ours; 0 while it is not. */
  let heldUntil = 0;
  let failure: SyncError | undefined;
  let cancel = () => {};
  let beat: Promise<void> = Promise.resolve();

  async function tryToHold(): Promise<void> {
    unlock ??= takeFolderLock(dataDir, ROLE);
    if (!unlock) return;
    const now = clock.now();
    const wasHeld = heldUntil > 0;
    if (await store.claim(ROLE, { owner: place, leaseMs: LEASE_MS, now })) {
      if (!wasHeld) await succeed();
      heldUntil = now + LEASE_MS;
      if (wasHeld) return;
      logger.info("drive.taken");
      driving?.begin();
    } else await lose();
  }

  /** Takes up what the last process that drove here died of: the lock says that it has ended, its leases do not. */
  async function succeed(): Promise<void> {
    const name = `driver:${place}`;
    const last = await store.getCursor(name);
    if (last === owner) return;
    if (last !== undefined) await store.release(last);
    await store.putCursor(name, owner);
  }

  async function lose(): Promise<void> {
    if (heldUntil > 0) {
      heldUntil = 0;
      logger.warn("drive.lost");
      await driving?.end();
    }
    unlock?.();
    unlock = undefined;
  }

  async function heartbeat(): Promise<void> {
    try {
      await tryToHold();
      failure = undefined;
    } catch (error) {
      failure = toSyncError(error);
      logger.error("drive.failed", { code: failure.code, reason: failure.message });
      if (heldUntil <= clock.now()) await lose();
    }
    if (driving) cancel = clock.after(heldUntil > 0 ? RENEW_EVERY_MS : TRY_EVERY_MS, pulse);
  }

  function pulse(): void {
    beat = heartbeat();
  }

  return {
    get held() {
      return heldUntil > 0;
    },
    get failure() {
      return failure;
    },
    async start(by) {
      driving = by;
      pulse();
      await beat;
      return heldUntil > 0;
    },
    async stop() {
      const ending = driving;
      driving = undefined;
      cancel();
      await beat;
      if (heldUntil > 0) {
        heldUntil = 0;
        await ending?.end();
        await store.claim(ROLE, { owner: place, leaseMs: 0, now: clock.now() });
      }
      unlock?.();
      unlock = undefined;
    },
  };
}
