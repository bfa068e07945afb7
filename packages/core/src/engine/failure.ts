import { stopsTheDatabase, stopsTheTenant } from "../notion/stopping-codes.js";
import type { Failure } from "../ports/state-store.js";
import type { SyncError } from "../sync-error.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import { progressJson } from "./progress.js";
import { nextLookupAt } from "./recover-create.js";
import type { Run } from "./run.js";
import { MAX_ATTEMPTS } from "./settings.js";

/** Decides what becomes of an activity whose run failed, and raises the alert if a person is needed. */
export function decideFailure(parts: EngineParts, run: Run, error: SyncError): Failure {
  const { clock, random, alerts, pauses, timings } = parts;
  const { intent, activity } = run;
  // An update is not looked for: it is written again, and once more when the unclear one can no longer come.
  const wanted = intent?.kind === "update" ? undefined : intent;
  const { code, message } = error;
  const now = clock.now();
  const failure = {
    errorCode: code,
    errorMessage: message,
    progress: progressJson(run.progress),
    ...(intent ? { intent } : {}),
  };
  const retryAt = (dueAt: number, attempted: boolean): Failure => ({
    ...failure,
    attempted,
    next: { action: "retry", dueAt: Math.max(now, dueAt) },
  });
  const park = (): Failure => {
    alerts.raise({ code, message, key: activity.key });
    return { ...failure, attempted: true, next: { action: "park" } };
  };

  if (stopsTheTenant(error)) return retryAt(pauses.stop("all", { code, message }), false);
  if (stopsTheDatabase(error)) return retryAt(pauses.stop(activity.kind, { code, message }), false);
  if (error.retry === "never") return park();
  if (error.retry === "after") {
    // Everyone waits for the same moment; the jitter keeps them from arriving in one burst.
    return retryAt(now + (error.retryAfterMs ?? 0) + Math.ceil(random() * 1_000), false);
  }
  // Looking is no attempt: only what is looked for was one.
  if (code === "notion_lookup_pending" && wanted) return retryAt(nextLookupAt(wanted, timings), false);
  if (activity.attempts + 1 >= MAX_ATTEMPTS) return park();
  const backoffEnd = now + backoffMs(activity.attempts, random);
  return retryAt(wanted ? Math.max(nextLookupAt(wanted, timings), backoffEnd) : backoffEnd, true);
}
