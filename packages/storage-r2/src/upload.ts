import { type IncomingBody, type PartSettings, type PartsTarget, sendInParts } from "@openphone-notion/core";
import type { R2BucketBinding, R2Facts, R2Part } from "./r2-bucket.js";
import { fromR2 } from "./store-failure.js";

export interface UploadSettings extends PartSettings {
  /** Up to this length, which must be told, a file goes in one stream and takes no memory. */
  streamBytes: number;
}

/**
 * Sends `source` in one stream where its length is told, in one piece where one part holds it, else in parts. Its last
 * byte is what makes the file appear. Answers the metadata that it has: `late`, known when the body has been read, goes
 * along with a file of one piece; to others R2 can add nothing any more.
 */
export async function upload(
  bucket: R2BucketBinding,
  name: string,
  facts: R2Facts,
  source: IncomingBody,
  settings: UploadSettings,
  late?: () => Promise<Record<string, string>>,
): Promise<Record<string, string>> {
  const { contentLength = Number.POSITIVE_INFINITY } = source;
  const { partBytes, streamBytes } = settings;
  if (contentLength <= streamBytes && !(late && contentLength <= partBytes)) {
    await stream(bucket, name, facts, source, contentLength);
    return facts.customMetadata;
  }
  const first = await source.fill(new Uint8Array(Math.min(partBytes, contentLength)));
  if (!first.isLast) {
    await sendInParts(await openUpload(bucket, name, facts), source, first, settings);
    return facts.customMetadata;
  }
  const customMetadata = { ...facts.customMetadata, ...(await late?.()) };
  await fromR2(bucket.put(name, first.bytes, { ...facts, customMetadata }));
  return customMetadata;
}

/**
 * R2 takes a stream only with its length, and stores it with the last of so many bytes. So each piece is sent only when
 * it is known not to be the last, or the body to be what was told.
 */
async function stream(
  bucket: R2BucketBinding,
  name: string,
  facts: R2Facts,
  source: IncomingBody,
  contentLength: number,
): Promise<void> {
  const { readable, writable } = new FixedLengthStream(contentLength);
  const writer = writable.getWriter();
  const putting = fromR2(bucket.put(name, readable, facts));
  // The source may be slow to give what nobody wants any more.
  putting.catch((error: unknown) => source.stop(error));
  try {
    let piece = await source.next();
    while (piece) {
      const next = await source.next();
      // It fails when R2 has given up, which says why.
      await writer.write(piece).catch(() => putting);
      piece = next;
    }
    await writer.close().catch(() => putting);
    await putting;
  } catch (error) {
    await Promise.allSettled([writer.abort(error), putting]);
    throw error;
  }
}

async function openUpload(
  bucket: R2BucketBinding,
  name: string,
  facts: R2Facts,
): Promise<PartsTarget<R2Part, unknown>> {
  const upload = await fromR2(bucket.createMultipartUpload(name, facts));
  return {
    send: (partNumber, bytes) => fromR2(upload.uploadPart(partNumber, bytes)),
    complete: (parts) => fromR2(upload.complete(parts)),
    // What R2 does not forget now, a rule of every bucket makes it forget after seven days.
    abandon: () => upload.abort().catch(() => {}),
  };
}
