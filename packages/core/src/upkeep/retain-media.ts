import { type Progress, readProgress } from "../engine/progress.js";
import { type RowKeeper, reopen } from "../history/rewrite-row.js";
import { dayEnd, MEDIA_FOLDERS, ownersOf } from "../media/stored-since.js";
import type { Logger } from "../ports/logger.js";
import type { Storage, StoredObject } from "../ports/storage.js";

export interface MediaRetention extends RowKeeper {
  storage: Pick<Storage, "list" | "delete">;
  logger: Logger;
}

export interface PurgeRequest {
  /** Files of days that ended before this are deleted, in milliseconds since the epoch. */
  before: number;
  /** What rows are to say: "deleted after … days". */
  days: number;
  /** Deletes nothing, and answers what would be. */
  dryRun?: boolean;
  /** Where the slice before has ended. */
  cursor?: string;
}

/** What a slice did. */
export interface PurgedMedia {
  files: number;
  bytes: number;
  /** Rows that will say so. */
  rows: number;
  /** Files that stay for now, for their activity is being worked on or was given up. */
  waiting: number;
  /** To go on with; absent when all is done. */
  cursor?: string;
}

/**
 * Deletes files of days gone by, one page of the storage's list at a time. A row that shows one is told first and
 * makes itself due, and so says once that the file is gone: whatever dies in between, the next pass finds the file
 * again. Files whose keys name no day stay.
 */
export async function purgeMedia(retention: MediaRetention, request: PurgeRequest): Promise<PurgedMedia> {
  const { storage } = retention;
  const { folder, after } = readCursor(request.cursor);
  const page = await storage.list(`${MEDIA_FOLDERS[folder]}/`, after);
  const purged: PurgedMedia = { files: 0, bytes: 0, rows: 0, waiting: 0 };
  let isOver = page.cursor === undefined;
  for (const object of page.objects) {
    const end = dayEnd(object.key);
    if (end === undefined) continue;
    // Days come in their order, so that nothing behind this is old enough.
    if (end > request.before) {
      isOver = true;
      break;
    }
    await purgeFile(retention, request, object, purged);
  }
  if (!isOver) return { ...purged, cursor: `${folder}|${page.cursor}` };
  return folder + 1 < MEDIA_FOLDERS.length ? { ...purged, cursor: `${folder + 1}|` } : purged;
}

function readCursor(cursor = "0|"): { folder: number; after?: string } {
  const at = cursor.indexOf("|");
  const after = cursor.slice(at + 1);
  return { folder: Number(cursor.slice(0, at)), ...(after === "" ? {} : { after }) };
}

async function purgeFile(
  retention: MediaRetention,
  request: PurgeRequest,
  object: StoredObject,
  purged: PurgedMedia,
): Promise<void> {
  const row = await tellRow(retention, request, object);
  if (row === "waiting") {
    purged.waiting++;
    return;
  }
  if (row === "told") purged.rows++;
  purged.files++;
  purged.bytes += object.size;
  if (!request.dryRun) await retention.storage.delete(object.key);
}

/**
 * Has the row that shows the file say that it is gone; `none` where no row shows it, or it says so already. Of one in the
 * trash it is only noted: should it be fetched back, it says so then.
 */
async function tellRow(
  retention: MediaRetention,
  request: PurgeRequest,
  object: StoredObject,
): Promise<"told" | "none" | "waiting"> {
  for (const key of ownersOf(object)) {
    const activity = await retention.store.activity(key);
    if (!activity) continue;
    const progress = readProgress(activity.progress);
    const shows = Object.values(progress.media).some(
      (file) => "key" in file && file.key === object.key && !file.removed,
    );
    if (!shows || activity.pageId === undefined) return "none";
    const isNote = activity.status === "trashed";
    const told = isNote ? "none" : "told";
    if (request.dryRun) return isFirst(progress, object, request.before) ? told : "none";
    const mark = (current: Progress, pageId: string | undefined) => {
      markRemoved(current, request);
      return pageId;
    };
    return (await reopen(retention, key, mark, { isNote })) ? told : "waiting";
  }
  return "none";
}

/** All files of the activity that are old enough at once: its row is written once. */
function markRemoved({ media }: Progress, { before, days }: PurgeRequest): void {
  for (const file of Object.values(media)) {
    if (!("key" in file) || file.removed) continue;
    const end = dayEnd(file.key);
    if (end !== undefined && end <= before) file.removed = { days };
  }
}

/** Of several files that go with one row, one stands for it. */
function isFirst({ media }: Progress, { key }: StoredObject, before: number): boolean {
  const old = Object.values(media).find((file) => {
    const end = "key" in file && !file.removed ? dayEnd(file.key) : undefined;
    return end !== undefined && end <= before;
  });
  return old !== undefined && "key" in old && old.key === key;
}
