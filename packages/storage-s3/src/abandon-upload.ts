import { AbortMultipartUploadCommand, ListPartsCommand } from "@aws-sdk/client-s3";
import { sleep, systemClock } from "@openphone-notion/core";
import type { S3Requests } from "./s3-requests.js";
import { unlessAbsent } from "./store-failure.js";

/** A part that the service was still storing when told to forget them all may stay, so it is told again. */
const TRY_AGAIN_AFTER_MS = [200, 1_000];

/**
 * Makes the service forget an upload and its parts, and looks whether it has. Never rejects: what is left when
 * the service fails falls to `abortStaleUploads` or to a lifecycle rule of the bucket.
 */
export async function abandonUpload(
  s3: S3Requests,
  upload: { Bucket: string; Key: string; UploadId: string | undefined },
): Promise<void> {
  try {
    for (const waitMs of [...TRY_AGAIN_AFTER_MS, 0]) {
      await unlessAbsent(s3.send(new AbortMultipartUploadCommand(upload)));
      const left = await unlessAbsent(s3.send(new ListPartsCommand(upload)));
      if (!left?.Parts?.length) return;
      await sleep(systemClock, waitMs);
    }
  } catch {
    // As above.
  }
}
