import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { IncomingBody } from "./incoming-body.js";
import type { S3Requests } from "./s3-requests.js";
import { uploadInParts } from "./upload-in-parts.js";

/** What is made, whichever way it is sent. */
export interface UploadTarget {
  Bucket: string;
  Key: string;
  ContentType: string;
  Metadata: Record<string, string>;
}

export interface PartSettings {
  partBytes: number;
  parallelParts: number;
}

/** Sends `source` in one request where one part holds it, else in parts. Its last byte is what makes `target` appear. */
export async function upload(
  s3: S3Requests,
  target: UploadTarget,
  source: IncomingBody,
  settings: PartSettings,
): Promise<void> {
  const first = await source.fill(
    new Uint8Array(Math.min(settings.partBytes, source.contentLength ?? settings.partBytes)),
  );
  if (!first.isLast) return uploadInParts(s3, target, source, first, settings);
  const { bytes } = first;
  await s3.send(new PutObjectCommand({ ...target, Body: bytes, ContentLength: bytes.byteLength }));
}
