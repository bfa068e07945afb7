import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
} from "@aws-sdk/client-s3";
import type { S3Requests } from "./s3-requests.js";
import { unlessAbsent } from "./store-failure.js";

/** Aborts the uploads under `prefix` that began before `before` (milliseconds) and never ended; answers how many. */
export async function abortUploadsBefore(
  s3: S3Requests,
  bucket: string,
  prefix: string,
  before: number,
): Promise<number> {
  let aborted = 0;
  let page: ListMultipartUploadsCommandOutput | undefined;
  do {
    page = await s3.send(
      new ListMultipartUploadsCommand({
        Bucket: bucket,
        Prefix: prefix,
        KeyMarker: page?.NextKeyMarker,
        UploadIdMarker: page?.NextUploadIdMarker,
      }),
    );
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (!Initiated || Initiated.getTime() >= before) continue;
      await unlessAbsent(s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId })));
      aborted++;
    }
  } while (page.IsTruncated);
  return aborted;
}
