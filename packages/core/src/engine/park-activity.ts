import type { ActivityKey } from "../key.js";
import type { Alert } from "../ports/alerts.js";
import type { EngineParts } from "./parts.js";

/**
 * Parks an activity for a cause outside of its own runs, such as a message that its queue gave up, and raises the
 * alert. Answers `busy` while somebody works on it, and `absent` where there is nothing to park.
 */
export async function parkActivity(
  { store, owner, clock, timings, alerts, logger }: EngineParts,
  key: ActivityKey,
  { code, message }: Pick<Alert, "code" | "message">,
): Promise<"parked" | "busy" | "absent"> {
  const opened = await store.open(key, { owner, leaseMs: timings.leaseMs, now: clock.now() });
  if (opened.status !== "opened") return opened.status;
  const { lease, activity } = opened;
  await store.fail(
    lease,
    {
      ...{ errorCode: code, errorMessage: message, attempted: true, next: { action: "park" } },
      ...(activity.intent ? { intent: activity.intent } : {}),
    },
    clock.now(),
  );
  logger.error("activity.parked", { key, code });
  alerts.raise({ code, message, key });
  return "parked";
}
