import { SyncError } from "@openphone-notion/core";

/** What `load` imports of the package for S3, which is an option: whoever keeps files on disk has none, and is told. */
export async function loadS3Package<Package>(load: () => Promise<Package>): Promise<Package> {
  try {
    return await load();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" || !message.includes("@openphone-notion/storage-s3")) throw cause;
    throw new SyncError(
      "invalid_configuration",
      "STORAGE=s3 needs a package that is not installed: npm install @openphone-notion/storage-s3",
      { retry: "never", cause },
    );
  }
}
