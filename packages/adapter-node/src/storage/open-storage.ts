import { join } from "node:path";
import { type Logger, type Storage, toSyncError } from "@openphone-notion/core";
import type { Settings } from "../settings/settings.js";
import { createDiskStorage } from "./disk-storage.js";

/** No file takes so long to come. */
const STALE_AFTER_MS = 24 * 3_600_000;

/** The storage that the settings choose. */
export interface OpenStorage {
  storage: Storage;
  close(): void;
}

/**
 * Opens media files in S3 or under the data folder; the code for S3 is loaded only for it. What uploads of a
 * crashed process left in the bucket a day ago or earlier is removed meanwhile.
 */
export async function openStorage(
  { dataDir, s3 }: Pick<Settings, "dataDir" | "s3">,
  logger: Logger,
): Promise<OpenStorage> {
  if (!s3) return { storage: createDiskStorage({ directory: join(dataDir, "media") }), close() {} };
  const { createS3Storage } = await import("@openphone-notion/storage-s3");
  const storage = createS3Storage(s3);
  let isClosed = false;
  storage.abortStaleUploads({ olderThanMs: STALE_AFTER_MS }).catch((error: unknown) => {
    if (!isClosed) logger.warn("storage.stale_uploads_stay", { code: toSyncError(error).code });
  });
  return {
    storage,
    close() {
      isClosed = true;
      storage.close();
    },
  };
}
