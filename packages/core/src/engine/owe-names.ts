import type { Activity } from "../record/activity.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/** Tries, growing apart to six hours, after which an id that nobody knows stays nameless: about half a day. */
const MAX_TRIES = 12;

/**
 * Notes that a number or user is shown by no name yet, or that it was not known which numbers are ours (`isPending`), so
 * that the row is completed once the API tells.
 */
export function oweNames(parts: EngineParts, run: Run, activity: Activity, isPending: boolean): void {
  const { owed } = run.progress;
  const attempts = (owed.names?.attempts ?? 0) + 1;
  const isKnown = activity.kind === "mail" || (isNamed(activity) && !isPending);
  if (!parts.openphone || isKnown || attempts > MAX_TRIES) {
    delete owed.names;
    return;
  }
  if (owed.names && owed.names.nextAt > parts.clock.now()) return;
  const wait = backoffMs(attempts, parts.random, { baseMs: 60_000, capMs: 6 * 3_600_000 });
  owed.names = { attempts, nextAt: parts.clock.now() + wait };
}

const isNamed = ({ phoneNumber, user }: Exclude<Activity, { kind: "mail" }>): boolean =>
  (phoneNumber.id === undefined || phoneNumber.number !== undefined) &&
  (user.id === undefined || user.name !== undefined);
