import type { SyncError, SyncErrorCode } from "../sync-error.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/** Failed rounds, growing apart to six hours, before the files that still fail are given up: about two days. */
const MAX_ROUNDS = 26;
const HOUR_MS = 3_600_000;

export interface FailedSource {
  sourceId: string;
  /** Absent when there was only no time or no slot left. */
  error?: SyncError;
}

/** Notes what is to be tried again, and when. `resting` are the files whose time has not come yet. */
export function settleOwedMedia(
  parts: EngineParts,
  run: Run,
  failures: readonly FailedSource[],
  resting: readonly string[],
): void {
  const { owed } = run.progress;
  const { key } = run.activity;
  const failed = failures.filter((each): each is Required<FailedSource> => each.error !== undefined);
  const unstored = failed.find(isUnstored)?.error;
  const unfetched = failed.filter((failure) => !isUnstored(failure));
  const attempts = (owed.media?.attempts ?? 0) + (unfetched.length > 0 ? 1 : 0);
  const storageAttempts = unstored ? (owed.media?.storageAttempts ?? 0) + 1 : 0;
  const tries = unstored ? storageAttempts : attempts;
  for (const { error } of failed)
    parts.logger.warn("media.archive_failed", { key, code: error.code, attempts: tries });
  if (unstored) parts.pauses.remind({ code: unstored.code, message: unstored.message });
  // Not for the sake of our own storage: the sender has those files still.
  const isOver = attempts >= MAX_ROUNDS;
  if (isOver) {
    for (const { sourceId, error } of unfetched) giveUp(parts, run, sourceId, error.code);
  }
  const left = isOver ? failures.filter((each) => !each.error || isUnstored(each)) : failures;
  const sources = [...resting, ...left.map(({ sourceId }) => sourceId)];
  if (sources.length === 0) {
    delete owed.media;
    return;
  }
  const nextTry = left.some(({ error }) => error)
    ? parts.clock.now() +
      backoffMs(tries, parts.random, { baseMs: 5_000, capMs: unstored ? HOUR_MS : 6 * HOUR_MS })
    : parts.downloads.turn();
  const restsUntil = resting.length > 0 ? owed.media?.nextAt : undefined;
  owed.media = {
    ...{ attempts: isOver ? 0 : attempts, sources },
    ...(unstored ? { storageAttempts } : {}),
    nextAt: Math.min(nextTry, restsUntil ?? Number.POSITIVE_INFINITY),
  };
}

const isUnstored = ({ error }: FailedSource): boolean => error?.code === "store_unavailable";

export function giveUp(parts: EngineParts, run: Run, sourceId: string, code: SyncErrorCode): void {
  run.progress.media[sourceId] = { givenUp: code };
  parts.logger.warn("media.given_up", { key: run.activity.key, code });
  parts.alerts.raise({
    code,
    message: "A recording or attachment could not be archived.",
    key: run.activity.key,
  });
}
