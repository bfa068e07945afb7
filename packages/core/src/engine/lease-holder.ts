import type { Clock } from "../ports/clock.js";
import type { Lease, StateStore } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";

/**
 * Keeps one lease alive and refuses to go on without it. Notion cannot check a fence, so a holder whose lease
 * has run out must stop before its next outside call.
 */
export class LeaseHolder {
  readonly #store: StateStore;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  #lease: Lease;

  constructor(store: StateStore, clock: Clock, leaseMs: number, lease: Lease) {
    this.#store = store;
    this.#clock = clock;
    this.#leaseMs = leaseMs;
    this.#lease = lease;
  }

  get lease(): Lease {
    return this.#lease;
  }

  /**
   * To be called before every outside call: at least three quarters of the lease remain afterwards, longer
   * than any single request may take. Rejects with `lease_lost` when it has run out or was taken over.
   */
  async ensure(): Promise<void> {
    const now = this.#clock.now();
    if (now >= this.#lease.expiresAt) {
      throw new SyncError("lease_lost", "The lease ran out before the work was done.", { retry: "now" });
    }
    if (this.#lease.expiresAt - now < this.#leaseMs * 0.75) {
      this.#lease = await this.#store.renew(this.#lease, { leaseMs: this.#leaseMs, now });
    }
  }

  /** Runs a task that may outlast the lease, renewing it meanwhile; aborts the task when the lease is lost. */
  async during<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    await this.ensure();
    const controller = new AbortController();
    let cancel = () => {};
    const beat = () => {
      cancel = this.#clock.after(this.#leaseMs / 3, () => {
        this.ensure().then(beat, (error) => controller.abort(error));
      });
    };
    beat();
    try {
      return await task(controller.signal);
    } catch (error) {
      throw controller.signal.aborted ? controller.signal.reason : error;
    } finally {
      cancel();
    }
  }
}
