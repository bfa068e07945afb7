import type { Activity } from "../record/activity.js";
import type { Directory } from "../record/directory.js";
import { parseTime } from "../record/time.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/** Tries, growing apart to six hours, after which an id that nobody knows stays nameless: about half a day. */
const MAX_TRIES = 12;

/** A user who answers calls may be so young that the API does not list them yet. */
const LAG_MS = 60_000;

/**
 * Notes that a number or user is shown by no name yet, or that it was not known which numbers are ours, so that the row is
 * completed once the API tells. Whom a whole directory lacks that was read after the activity has left: nobody will tell.
 */
export function oweNames(
  parts: EngineParts,
  run: Run,
  activity: Activity,
  { isPending = false, readAt = Number.NEGATIVE_INFINITY }: Pick<Directory, "isPending" | "readAt">,
): void {
  const { owed } = run.progress;
  const attempts = (owed.names?.attempts ?? 0) + 1;
  const isOver =
    activity.kind === "mail" || (!isPending && (isNamed(activity) || readAt > atOf(activity) + LAG_MS));
  if (!parts.openphone || isOver || attempts > MAX_TRIES) {
    delete owed.names;
    return;
  }
  if (owed.names && owed.names.nextAt > parts.clock.now()) return;
  const wait = backoffMs(attempts, parts.random, { baseMs: 60_000, capMs: 6 * 3_600_000 });
  owed.names = { attempts, nextAt: parts.clock.now() + wait };
}

type OfANumber = Exclude<Activity, { kind: "mail" }>;

const atOf = (activity: OfANumber): number =>
  parseTime((activity.kind === "call" ? activity.startedAt : activity.sentAt) ?? "") ??
  Number.POSITIVE_INFINITY;

const isNamed = ({ phoneNumber, user }: OfANumber): boolean =>
  (phoneNumber.id === undefined || phoneNumber.number !== undefined) &&
  (user.id === undefined || user.name !== undefined);
