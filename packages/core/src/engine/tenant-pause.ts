import type { Alert, Alerts } from "../ports/alerts.js";
import type { Clock } from "../ports/clock.js";

/** How long all work stops before one more look whether the cause has gone. */
const PROBE_EVERY_MS = 60_000;

/**
 * Stops all work of a connection when its token, a capability or the workspace's plan is at fault: going on
 * would fail every activity for a cause that none of them has.
 */
export class TenantPause {
  readonly #clock: Clock;
  readonly #alerts: Alerts;
  #until = 0;
  #cause: string | undefined;

  constructor(clock: Clock, alerts: Alerts) {
    this.#clock = clock;
    this.#alerts = alerts;
  }

  /** Milliseconds to wait; 0 while work may go on. */
  remainingMs(): number {
    return Math.max(0, this.#until - this.#clock.now());
  }

  /** The error code that work is stopped for. */
  get cause(): string | undefined {
    return this.#cause;
  }

  /** Stops work; alerts once per cause. Answers the time of the next try. */
  stop(alert: Alert): number {
    this.#until = this.#clock.now() + PROBE_EVERY_MS;
    if (this.#cause !== alert.code) {
      this.#cause = alert.code;
      this.#alerts.raise(alert);
    }
    return this.#until;
  }

  /** Something got through: the cause has gone. */
  clear(): void {
    this.#until = 0;
    this.#cause = undefined;
  }
}
