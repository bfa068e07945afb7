import { callPatchFromRest } from "../events/rest.js";
import { mediaKey } from "../media/media-key.js";
import { foldRecord } from "../record/merge.js";
import type { ActivityRecord } from "../record/record.js";
import { callSources, type MediaSource, messageSources } from "../record/sources.js";
import { type SyncError, toSyncError } from "../sync-error.js";
import { backoffMs } from "./backoff.js";
import type { EngineParts, MediaArchive } from "./parts.js";
import type { ArchivedFile } from "./progress.js";
import type { Run } from "./run.js";

/** Failed rounds, growing apart to six hours, before the files that still fail are given up: about two days. */
const MAX_ROUNDS = 14;

const sourcesOf = (record: ActivityRecord): MediaSource[] =>
  record.kind === "call" ? callSources(record) : messageSources(record);

/**
 * Brings every file that the record names into storage and notes it in the run's progress. A file that fails
 * delays nothing else: it is owed, and tried again later with a fresh link from the API (links expire).
 */
export async function archiveMedia(
  parts: EngineParts,
  run: Run,
  record: ActivityRecord,
): Promise<ActivityRecord> {
  const { media } = parts;
  const { owed, media: archived } = run.progress;
  if (!media) return record;
  const pending = (of: ActivityRecord) => sourcesOf(of).filter((source) => !archived[source.sourceId]);
  if (pending(record).length === 0) {
    delete owed.media;
    return record;
  }
  if (owed.media && owed.media.nextAt > parts.clock.now()) return record;

  let current = record;
  let failures = await archiveAll(media, run, current, pending(current));
  if (failures.some((failure) => failure.error.code === "media_unavailable")) {
    const refreshed = await refreshLinks(parts, run, current);
    if (refreshed) {
      current = refreshed;
      failures = await archiveAll(media, run, current, pending(current));
    }
  }
  settleOwed(parts, run, failures);
  return current;
}

interface FailedSource {
  sourceId: string;
  error: SyncError;
}

async function archiveAll(
  media: MediaArchive,
  run: Run,
  record: ActivityRecord,
  sources: readonly MediaSource[],
): Promise<FailedSource[]> {
  const failures: FailedSource[] = [];
  for (const source of sources) {
    try {
      run.progress.media[source.sourceId] = await archiveOne(media, run, record, source);
    } catch (thrown) {
      const error = toSyncError(thrown);
      if (error.code === "lease_lost") throw error;
      if (error.retry === "never") run.progress.media[source.sourceId] = { givenUp: error.code };
      else failures.push({ sourceId: source.sourceId, error });
    }
  }
  return failures;
}

async function archiveOne(
  media: MediaArchive,
  run: Run,
  record: ActivityRecord,
  source: MediaSource,
): Promise<ArchivedFile> {
  const { at, contentType } = source;
  const known = {
    ...(at === undefined ? {} : { at }),
    ...(contentType === undefined ? {} : { contentType }),
  };
  const { sourceId, kind, index, url } = source;
  const parts = { kind, activityId: record.id, sourceId, index };
  const byTime = mediaKey({ ...parts, ...known });
  const taken = Object.values(run.progress.media).some((file) => "key" in file && file.key === byTime);
  // Two segments that name the same start are still two files.
  const key = taken ? mediaKey({ ...parts, ...(contentType === undefined ? {} : { contentType }) }) : byTime;
  const stored = await run.holder.during((signal) => media.archiver.archive({ key, url, ...known }, signal));
  return { key: stored.key, contentType: stored.contentType, size: stored.size };
}

/** The same call with the links that the API gives now; `undefined` when it has no newer ones. */
async function refreshLinks(
  parts: EngineParts,
  run: Run,
  record: ActivityRecord,
): Promise<ActivityRecord | undefined> {
  if (!parts.openphone || record.kind !== "call") return undefined;
  await run.holder.ensure();
  try {
    const answer = await parts.openphone.getCallMedia(record.id);
    if (!answer) return undefined;
    return foldRecord(record, [
      callPatchFromRest(
        { id: record.id, ...answer.object },
        { surface: answer.surface, at: parts.clock.now() },
      ),
    ]);
  } catch (error) {
    parts.logger.warn("openphone.media_refresh_failed", {
      key: run.activity.key,
      code: toSyncError(error).code,
    });
    return undefined;
  }
}

function settleOwed(parts: EngineParts, run: Run, failures: readonly FailedSource[]): void {
  const { owed, media } = run.progress;
  const attempts = (owed.media?.attempts ?? 0) + 1;
  for (const { error } of failures) {
    parts.logger.warn("media.archive_failed", { key: run.activity.key, code: error.code, attempts });
  }
  if (failures.length === 0) delete owed.media;
  else if (attempts >= MAX_ROUNDS) {
    for (const { sourceId, error } of failures) media[sourceId] = { givenUp: error.code };
    delete owed.media;
    parts.alerts.raise({
      code: "media_unavailable",
      message: "A recording or attachment could not be archived.",
      key: run.activity.key,
    });
  } else {
    const wait = backoffMs(attempts, parts.random, { baseMs: 5_000, capMs: 6 * 3_600_000 });
    owed.media = { attempts, nextAt: parts.clock.now() + wait };
  }
}
