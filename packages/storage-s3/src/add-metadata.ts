import { CopyObjectCommand } from "@aws-sdk/client-s3";
import type { S3Requests } from "./s3-requests.js";
import { S3Failure } from "./store-failure.js";
import type { UploadTarget } from "./upload.js";

/**
 * Adds to the metadata of the object that was just made, by copying it onto itself inside the service: S3 has no other
 * way. Answers the metadata that it has then. The file is whole without them, so a service that cannot, or another
 * object in its place by now, leaves them out.
 */
export async function addMetadata(
  s3: S3Requests,
  { Bucket, Key, ContentType, Metadata }: UploadTarget,
  ETag: string | undefined,
  late: Record<string, string>,
): Promise<Record<string, string>> {
  const all = { ...Metadata, ...late };
  const source = [Bucket, ...Key.split("/")].map(encodeURIComponent).join("/");
  const copy = {
    Bucket,
    Key,
    ContentType,
    Metadata: all,
    CopySource: source,
    MetadataDirective: "REPLACE",
  } as const;
  try {
    await s3.send(new CopyObjectCommand({ ...copy, CopySourceIfMatch: ETag }));
    return all;
  } catch (error) {
    if (error instanceof S3Failure) return Metadata;
    throw error;
  }
}
