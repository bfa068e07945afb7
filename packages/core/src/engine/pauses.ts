import type { ActivityKind } from "../key.js";
import type { Alert, Alerts } from "../ports/alerts.js";
import type { Clock } from "../ports/clock.js";

/** What is stopped: everything of the connection, or the activities that go into one database. */
export type PauseScope = "all" | ActivityKind;

/** How long work stops before one more look whether the cause has gone. */
const PROBE_EVERY_MS = 60_000;
/** How long the others wait for the one that looks. */
const PROBE_MS = 10_000;
const REMIND_EVERY_MS = 3_600_000;

/**
 * Stops work whose cause of failure no single activity has: a token, a capability, the workspace's plan, a
 * database that is not shared. Each cause is told once; once a minute one activity is let through to look.
 */
export class Pauses {
  readonly #clock: Clock;
  readonly #alerts: Alerts;
  readonly #reminded = new Map<string, number>();
  readonly #stopped = new Map<PauseScope, { until: number; cause: string }>();

  constructor(clock: Clock, alerts: Alerts) {
    this.#clock = clock;
    this.#alerts = alerts;
  }

  /** 0 to go ahead, else the milliseconds to wait. */
  admit(kind: ActivityKind): number {
    const now = this.#clock.now();
    for (const scope of ["all", kind] as const) {
      const stop = this.#stopped.get(scope);
      if (!stop) continue;
      if (stop.until > now) return stop.until - now;
      stop.until = now + PROBE_MS;
    }
    return 0;
  }

  /** The error code that everything is stopped for. */
  get cause(): string | undefined {
    return this.#stopped.get("all")?.cause;
  }

  /** Stops work; alerts once per cause. Answers the time of the next look. */
  stop(scope: PauseScope, { code, message }: Alert): number {
    const until = this.#clock.now() + PROBE_EVERY_MS;
    if (this.#stopped.get(scope)?.cause !== code) this.#alerts.raise({ code, message });
    this.#stopped.set(scope, { until, cause: code });
    return until;
  }

  /** Tells of a cause that stops nothing, and again an hour later if it is still met then: for each thing that it is `about`. */
  remind(alert: Alert, about = alert.code): void {
    const now = this.#clock.now();
    if (now - (this.#reminded.get(about) ?? Number.NEGATIVE_INFINITY) < REMIND_EVERY_MS) return;
    this.#reminded.set(about, now);
    this.#alerts.raise(alert);
  }

  /** Something of this kind got through. A full workspace still takes updates, so only a create ends that pause. */
  clear(kind: ActivityKind, { created }: { created: boolean }): void {
    this.#stopped.delete(kind);
    if (created || this.cause !== "notion_block_limit") this.#stopped.delete("all");
  }
}
