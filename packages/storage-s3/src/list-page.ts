import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { S3Requests } from "./s3-requests.js";

/** What a listing tells of an object: no type, no metadata. */
export interface ListedObject {
  name: string;
  size: number;
}

/**
 * Up to a thousand objects of `bucket` whose names begin with `prefix`, in order, beginning behind the name
 * `after`; `next` is what to go on behind.
 */
export async function listPage(
  s3: S3Requests,
  bucket: string,
  prefix: string,
  after?: string,
): Promise<{ listed: ListedObject[]; next: string | undefined }> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after }));
  const listed = (page.Contents ?? []).map(({ Key = "", Size = 0 }) => ({ name: Key, size: Size }));
  return { listed, next: page.IsTruncated ? listed.at(-1)?.name : undefined };
}
