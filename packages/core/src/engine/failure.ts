import { stopsTheTenant } from "../notion/classify.js";
import type { Failure } from "../ports/state-store.js";
import type { SyncError } from "../sync-error.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import { progressJson } from "./progress.js";
import { nextLookupAt } from "./recover-create.js";
import type { Run } from "./run.js";
import { MAX_ATTEMPTS } from "./settings.js";

/** Causes that lie with the database or the settings, not with the activity: it waits, unharmed, to be mended. */
const WAITS_FOR_REPAIR = new Set<string>(["notion_not_found", "invalid_configuration"]);

const REPAIR_PROBE_MS = 60_000;

/** Decides what becomes of an activity whose run failed, and raises the alert if a person is needed. */
export function decideFailure(parts: EngineParts, run: Run, error: SyncError): Failure {
  const { clock, random, alerts, pause, timings } = parts;
  const now = clock.now();
  const { intent } = run;
  const failure = {
    errorCode: error.code,
    errorMessage: error.message,
    progress: progressJson(run.progress),
    ...(intent ? { intent } : {}),
  };
  const alert = { code: error.code, message: error.message, key: run.activity.key };
  const retryAt = (dueAt: number, attempted: boolean): Failure => ({
    ...failure,
    attempted,
    next: { action: "retry", dueAt },
  });
  const park = (): Failure => {
    alerts.raise(alert);
    return { ...failure, attempted: true, next: { action: "park" } };
  };

  if (stopsTheTenant(error)) return retryAt(pause.stop({ code: error.code, message: error.message }), false);
  if (WAITS_FOR_REPAIR.has(error.code) && !intent) {
    alerts.raise(alert);
    return retryAt(now + REPAIR_PROBE_MS, false);
  }
  if (error.retry === "never") return park();
  if (error.retry === "after") {
    // Everyone waits for the same moment; the jitter keeps them from arriving in one burst.
    return retryAt(now + (error.retryAfterMs ?? 0) + Math.ceil(random() * 1_000), false);
  }
  if (run.activity.attempts + 1 >= MAX_ATTEMPTS) return park();
  if (error.retry === "unknown" && intent) return retryAt(Math.max(now, nextLookupAt(intent, timings)), true);
  return retryAt(now + backoffMs(run.activity.attempts, random), true);
}
