import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type IncomingBody, type PartSettings, sendInParts } from "@openphone-notion/core";
import { addMetadata } from "./add-metadata.js";
import { openUpload } from "./open-upload.js";
import type { S3Requests } from "./s3-requests.js";

/** What is made, whichever way it is sent. */
export interface UploadTarget {
  Bucket: string;
  Key: string;
  ContentType: string;
  Metadata: Record<string, string>;
  /** Of its body, or of each part. */
  ChecksumAlgorithm?: "CRC32";
}

/**
 * Sends `source` in one request where one part holds it, else in parts. Its last byte is what makes `target` appear.
 * Answers the metadata that the object has: `late`, known when the body has been read, goes along with a single
 * request, and is added to an object made of parts, which had to be announced before.
 */
export async function upload(
  s3: S3Requests,
  target: UploadTarget,
  source: IncomingBody,
  settings: PartSettings,
  late?: () => Promise<Record<string, string>>,
): Promise<Record<string, string>> {
  const first = await source.fill(
    new Uint8Array(Math.min(settings.partBytes, source.contentLength ?? settings.partBytes)),
  );
  if (!first.isLast) {
    const ETag = await sendInParts(await openUpload(s3, target), source, first, settings);
    return late ? addMetadata(s3, target, ETag, await late()) : target.Metadata;
  }
  const { bytes } = first;
  const Metadata = { ...target.Metadata, ...(await late?.()) };
  await s3.send(new PutObjectCommand({ ...target, Metadata, Body: bytes, ContentLength: bytes.byteLength }));
  return Metadata;
}
