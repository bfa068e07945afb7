import type { Intent } from "../ports/state-store.js";
import type { Progress } from "./progress.js";

/** What an update's intent says: hashes of what was about to be written, by property id. */
export interface UpdateDetail {
  hashes: Record<string, string>;
  /** The uploads that are shown. */
  uploads?: Progress["uploads"];
}

/**
 * An update whose connection broke, or whose worker died: Notion may carry it out until `until` (milliseconds
 * since the epoch), and so undo what was written after it.
 */
export interface UnclearUpdate extends Pick<UpdateDetail, "hashes"> {
  until: number;
}

type Written = Pick<Progress, "written" | "unclear">;

export function rememberUnclear(progress: Written, intent: Intent, requestLifeMs: number): void {
  const { hashes } = intent.detail as unknown as UpdateDetail;
  const until = intent.at + requestLifeMs;
  const same = progress.unclear.find((update) => JSON.stringify(update.hashes) === JSON.stringify(hashes));
  if (same) same.until = Math.max(same.until, until);
  else progress.unclear.push({ hashes, until });
}

/** Forgets what an update would have changed that is over, and may have been saved whatever its answer says. */
export function forgetWritten({ written }: Pick<Progress, "written">, intent: Intent): void {
  for (const id of Object.keys((intent.detail as unknown as UpdateDetail).hashes)) delete written[id];
}

/** Forgets what was written where an update that is over by now may have undone it, so that it is written again. */
export function forgetUndone(progress: Written, now: number): void {
  for (const { hashes, until } of progress.unclear) {
    if (until > now) continue;
    for (const id of differing(hashes, progress.written)) delete progress.written[id];
  }
  progress.unclear = progress.unclear.filter(({ until }) => until > now);
}

/** When to look again because an unclear update may undo something newer; empty where none would. */
export const undoableUntil = ({ unclear, written }: Written): number[] =>
  unclear.filter(({ hashes }) => differing(hashes, written).length > 0).map(({ until }) => until);

const differing = (hashes: UpdateDetail["hashes"], written: Progress["written"]): string[] =>
  Object.keys(hashes).filter((id) => written[id] !== hashes[id]);
