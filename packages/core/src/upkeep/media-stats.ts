import { dayEnd, MEDIA_FOLDERS, type MediaFolder } from "../media/stored-since.js";
import type { Storage } from "../ports/storage.js";

/** What lies in one folder of the storage. */
export interface FolderStats {
  files: number;
  /** Bytes of all together. */
  bytes: number;
  /** First and last day that a file is of, as `YYYY-MM-DD`; absent where none names a day. */
  oldest?: string;
  newest?: string;
}

const DAY_MS = 24 * 3_600_000;
const dayOf = (end: number): string => new Date(end - DAY_MS).toISOString().slice(0, 10);

/** What the storage holds, by kind. Reads its whole list. */
export async function mediaStats(storage: Pick<Storage, "list">): Promise<Record<MediaFolder, FolderStats>> {
  const stats = {} as Record<MediaFolder, FolderStats>;
  for (const folder of MEDIA_FOLDERS) stats[folder] = await folderStats(storage, folder);
  return stats;
}

async function folderStats(storage: Pick<Storage, "list">, folder: MediaFolder): Promise<FolderStats> {
  const stats: FolderStats = { files: 0, bytes: 0 };
  let cursor: string | undefined;
  do {
    const page = await storage.list(`${folder}/`, cursor);
    for (const { key, size } of page.objects) {
      stats.files++;
      stats.bytes += size;
      const end = dayEnd(key);
      if (end === undefined) continue;
      stats.oldest ??= dayOf(end);
      stats.newest = dayOf(end);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return stats;
}
