import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { PartsTarget } from "@openphone-notion/core";
import { abandonUpload } from "./abandon-upload.js";
import type { S3Requests } from "./s3-requests.js";
import type { UploadTarget } from "./upload.js";

/** Begins an upload in parts, which ends with the ETag of the object. */
export async function openUpload(
  s3: S3Requests,
  target: UploadTarget,
): Promise<PartsTarget<CompletedPart, string | undefined>> {
  const { Bucket, Key } = target;
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
  const upload = { Bucket, Key, UploadId };
  return {
    async send(PartNumber, Body, abortSignal) {
      const part = { ...upload, PartNumber, Body, ContentLength: Body.byteLength };
      const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand(part), { abortSignal });
      // AWS wants back what it was told of each part: an upload that began with CRCs is not completed without them.
      return { PartNumber, ETag, ...(ChecksumCRC32 && { ChecksumCRC32 }) };
    },
    async complete(Parts) {
      const all = { ...upload, MultipartUpload: { Parts } };
      return (await s3.send(new CompleteMultipartUploadCommand(all))).ETag;
    },
    abandon: () => abandonUpload(s3, upload),
  };
}
