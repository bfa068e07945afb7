import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { abandonUpload } from "./abandon-upload.js";
import type { BodyPart, IncomingBody } from "./incoming-body.js";
import type { S3Requests } from "./s3-requests.js";
import type { PartSettings, UploadTarget } from "./upload.js";

/**
 * Reads a part while others are on their way. The buffers are used again and again, and the source waits until
 * one is free, so that memory is `parallelParts` parts for a file of any size. When anything fails, what is under
 * way is cut, and the service told to forget all parts, before this rejects. Answers the ETag of the object.
 */
export async function uploadInParts(
  s3: S3Requests,
  target: UploadTarget,
  source: IncomingBody,
  first: BodyPart,
  { partBytes, parallelParts }: PartSettings,
): Promise<string | undefined> {
  const { Bucket, Key } = target;
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
  const upload = { Bucket, Key, UploadId };
  const cut = new AbortController();
  const sent: CompletedPart[] = [];
  const underWay = new Set<Promise<void>>();
  const free: Uint8Array[] = [];

  async function send(PartNumber: number, Body: Uint8Array): Promise<void> {
    const part = { ...upload, PartNumber, Body, ContentLength: Body.byteLength };
    const { ETag } = await s3.send(new UploadPartCommand(part), { abortSignal: cut.signal });
    sent[PartNumber - 1] = { PartNumber, ETag };
    free.push(Body);
  }

  function begin(partNumber: number, bytes: Uint8Array): void {
    const sending = send(partNumber, bytes).finally(() => underWay.delete(sending));
    underWay.add(sending);
    // The source may be slow to give what nobody wants any more.
    sending.catch((error: unknown) => source.stop(error));
  }

  async function freeBuffer(): Promise<Uint8Array> {
    while (underWay.size >= parallelParts) await Promise.race(underWay);
    return free.pop() ?? new Uint8Array(partBytes);
  }

  try {
    let part = first;
    for (let partNumber = 1; ; partNumber++) {
      begin(partNumber, part.bytes);
      if (part.isLast) break;
      part = await source.fill(await freeBuffer());
    }
    await Promise.all(underWay);
    const all = { ...upload, MultipartUpload: { Parts: sent } };
    return (await s3.send(new CompleteMultipartUploadCommand(all))).ETag;
  } catch (error) {
    cut.abort();
    await Promise.allSettled(underWay);
    await abandonUpload(s3, upload);
    throw error;
  }
}
