import { callPatchFromRest, messagePatchFromRest } from "../events/rest.js";
import { mediaKey } from "../media/media-key.js";
import type { OpenPhoneClient } from "../openphone/client.js";
import type { Priority } from "../priority.js";
import { foldRecord } from "../record/merge.js";
import type { ActivityRecord } from "../record/record.js";
import { type MediaSource, mediaSources } from "../record/sources.js";
import { isoTime } from "../record/time.js";
import { toSyncError } from "../sync-error.js";
import { type FailedSource, giveUp, settleOwedMedia } from "./owed-media.js";
import type { EngineParts, MediaArchive } from "./parts.js";
import type { ArchivedFile } from "./progress.js";
import type { Run } from "./run.js";
import { storedAttachments } from "./stored-attachments.js";

/** How long a row that is not in Notion yet waits for its files; they then follow in a run of their own. */
const PATIENCE_MS: Record<Priority, number> = { critical: 3_000, standard: 15_000, low: 15_000 };

/**
 * Brings every file that the record names into storage and notes it in the run's progress. A file that fails
 * or takes long delays nothing else: it is owed, and tried again with a fresh link from the API (links expire).
 */
export async function archiveMedia(
  parts: EngineParts,
  run: Run,
  record: ActivityRecord,
): Promise<ActivityRecord> {
  const { media, clock } = parts;
  const { owed, media: archived } = run.progress;
  if (!media) return record;
  if (record.kind === "mail") {
    for (const [sourceId, file] of storedAttachments(record)) archived[sourceId] ??= file;
    return record;
  }
  const resting = owed.media && owed.media.nextAt > clock.now() ? owed.media.sources : [];
  const pending = (of: ActivityRecord) =>
    mediaSources(of).filter(
      ({ sourceId }) => !Object.hasOwn(archived, sourceId) && !resting.includes(sourceId),
    );
  if (pending(record).length === 0) {
    if (resting.length === 0) delete owed.media;
    return record;
  }

  const until = run.activity.pageId === undefined ? clock.now() + PATIENCE_MS[run.priority] : undefined;
  const round = (of: ActivityRecord) => archiveAll(parts, media, run, of, pending(of), until);
  let current: ActivityRecord = record;
  let failures = await round(current);
  if (failures.some(({ error }) => error?.code === "media_unavailable")) {
    const refreshed = await refreshLinks(parts, run, current);
    if (refreshed) {
      current = refreshed;
      failures = await round(current);
    }
  }
  settleOwedMedia(parts, run, failures, resting);
  return current;
}

async function archiveAll(
  parts: EngineParts,
  media: MediaArchive,
  run: Run,
  record: ActivityRecord,
  sources: readonly MediaSource[],
  until: number | undefined,
): Promise<FailedSource[]> {
  const failures: FailedSource[] = [];
  for (const source of sources) {
    const { sourceId } = source;
    const giveSlot = parts.downloads.take(run.priority === "critical");
    if (!giveSlot) {
      failures.push({ sourceId });
      continue;
    }
    const outOfTime = new AbortController();
    const cancel =
      until === undefined ? () => {} : parts.clock.after(until - parts.clock.now(), () => outOfTime.abort());
    try {
      run.progress.media[sourceId] = await archiveOne(media, run, record, source, outOfTime.signal);
    } catch (thrown) {
      const error = toSyncError(thrown);
      if (error.code === "lease_lost") throw error;
      if (outOfTime.signal.aborted) failures.push({ sourceId });
      else if (error.retry === "never") giveUp(parts, run, sourceId, error.code);
      else failures.push({ sourceId, error });
    } finally {
      cancel();
      giveSlot();
    }
  }
  return failures;
}

async function archiveOne(
  media: MediaArchive,
  run: Run,
  record: ActivityRecord,
  source: MediaSource,
  outOfTime: AbortSignal,
): Promise<ArchivedFile> {
  const { sourceId, kind, index, url, contentType } = source;
  const announced = contentType === undefined ? {} : { contentType };
  const key = mediaKey({
    ...keyTimes(record, source),
    kind,
    activityId: record.id,
    ...announced,
    sourceId,
    index,
  });
  const stored = await run.holder.during((signal) =>
    media.archiver.archive(
      { key, url, ...announced, metadata: { activity: run.activity.key } },
      AbortSignal.any([signal, outOfTime]),
    ),
  );
  return {
    key: stored.key,
    contentType: stored.contentType,
    size: stored.size,
    ...(stored.sha256 ? { sha256: stored.sha256 } : {}),
  };
}

/** The day that retention goes by is the activity's own where the sender told none. */
function keyTimes(
  record: ActivityRecord,
  { at, kind, sourceId }: MediaSource,
): { at?: string; isAtShared: boolean } {
  const dated = at ?? (record.kind === "mail" ? undefined : isoTime(record.fields.createdAt?.value));
  // Two segments that name the same start are still two files.
  const isAtShared =
    at === undefined ||
    mediaSources(record).some(
      (other) => other.kind === kind && other.sourceId !== sourceId && other.at === at,
    );
  return { ...(dated === undefined ? {} : { at: dated }), isAtShared };
}

/** The same activity with the links that the API gives now; `undefined` when it has no newer ones. */
async function refreshLinks(
  parts: EngineParts,
  run: Run,
  record: ActivityRecord,
): Promise<ActivityRecord | undefined> {
  const { openphone } = parts;
  if (!openphone) return undefined;
  await run.holder.ensure();
  try {
    const patch = await freshLinks(openphone, record, parts.clock.now());
    const refreshed = patch && foldRecord(record, [patch]);
    // An answer that has forgotten files is no better than the links that have expired.
    return refreshed && mediaSources(refreshed).length >= mediaSources(record).length ? refreshed : undefined;
  } catch (error) {
    parts.logger.warn("openphone.media_refresh_failed", {
      key: run.activity.key,
      code: toSyncError(error).code,
    });
    return undefined;
  }
}

async function freshLinks(
  openphone: OpenPhoneClient,
  { kind, id }: ActivityRecord,
  at: number,
): Promise<ActivityRecord | undefined> {
  const answer = await (kind === "call" ? openphone.getCallMedia(id) : openphone.getMessage(id));
  if (!answer) return undefined;
  const { object, surface } = answer;
  return kind === "call"
    ? callPatchFromRest({ id, ...object }, { surface, at })
    : messagePatchFromRest(object, { surface, at });
}
