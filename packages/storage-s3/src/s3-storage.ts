import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import {
  type BodyHash,
  fromUserMetadata,
  objectName,
  openIncomingBody,
  type Storage,
  type StoredObject,
  toUserMetadata,
} from "@openphone-notion/core";
import { listPage } from "./list-page.js";
import { outsideFile, parseContentRange, rangeHeader } from "./ranges.js";
import { requestsOf } from "./s3-requests.js";
import { openClient, type S3StorageOptions } from "./s3-storage-options.js";
import { abortUploadsBefore } from "./stale-uploads.js";
import { isReason, unlessAbsent } from "./store-failure.js";
import { upload } from "./upload.js";
import { webBody } from "./web-body.js";

/** A Storage in a bucket. */
export interface S3Storage extends Storage {
  /** For one second to seven days, S3's own limit; never for longer than the credentials live. */
  url(key: string, options: { expiresInMs: number }): Promise<string>;
  /**
   * Removes what uploads left that neither ended nor were aborted, as when their process died. Answers how many
   * there were. A file that takes longer than `olderThanMs` to come is taken for one, so give a day. Where others use the
   * bucket too and no `prefix` keeps them apart, name what yours begin with by `under`.
   */
  abortStaleUploads(options: { olderThanMs: number; under?: string }): Promise<number>;
  /** Closes the connections, unless the client came from outside. */
  close(): void;
}

const MIB = 1024 * 1024;
const LONGEST_LINK_S = 7 * 24 * 3_600;
/** Each object that is listed takes a request of its own, for its type and metadata. */
const PARALLEL_HEADS = 20;

/**
 * Files in a bucket of any S3-compatible service, each an object under its key. A body is held against
 * `contentLength`, and against `metadata.sha256` where that is a digest, before its object appears.
 */
export function createS3Storage(options: S3StorageOptions): S3Storage {
  const { bucket, prefix: root = "", partBytes = 8 * MIB, parallelParts = 3 } = options;
  const client = options.client ?? openClient(options);
  const s3 = requestsOf(client);
  const objectOf = (key: string) => ({ Bucket: bucket, Key: objectName(root, key) });
  const keyOf = (name: string) => name.slice(root.length);

  async function headObject(Key: string): Promise<StoredObject | undefined> {
    const found = await unlessAbsent(s3.send(new HeadObjectCommand({ Bucket: bucket, Key })));
    return found && describe(keyOf(Key), found);
  }

  return {
    async put(key, body, { contentType, contentLength, metadata = {}, lateMetadata }) {
      const source = openIncomingBody(body, { contentLength, sha256: metadata.sha256 }, nativeHash);
      try {
        const facts = { ContentType: contentType, Metadata: toUserMetadata(metadata) };
        const target = { ...objectOf(key), ...facts, ...(await checksumOf(client)) };
        const late = lateMetadata && (async () => toUserMetadata(await lateMetadata()));
        const kept = await upload(s3, target, source, { partBytes, parallelParts }, late);
        return { key, size: source.size, contentType, metadata: fromUserMetadata(kept) };
      } catch (error) {
        source.stop(error);
        throw error;
      }
    },

    head: async (key) => headObject(objectName(root, key)),

    async get(key, asked) {
      const Range = asked && rangeHeader(asked);
      const request = s3.send(new GetObjectCommand({ ...objectOf(key), Range }));
      const found = await unlessAbsent(request).catch((error: unknown) => {
        throw isReason(error, "InvalidRange") ? outsideFile() : error;
      });
      if (!found?.Body) return undefined;
      const body = webBody(found.Body as Readable);
      if (!asked) return { object: describe(key, found), body };
      const { size, ...range } = parseContentRange(found.ContentRange);
      return { object: { ...describe(key, found), size }, range, body };
    },

    async delete(key) {
      await s3.send(new DeleteObjectCommand(objectOf(key)));
    },

    async list(prefix, cursor) {
      const after = cursor === undefined ? undefined : `${root}${cursor}`;
      const { listed, next } = await listPage(s3, bucket, `${root}${prefix}`, after);
      const objects: StoredObject[] = [];
      for (let at = 0; at < listed.length; at += PARALLEL_HEADS) {
        const heads = listed.slice(at, at + PARALLEL_HEADS).map(({ name }) => headObject(name));
        // What was deleted meanwhile is not there any more.
        objects.push(...(await Promise.all(heads)).filter((object) => object !== undefined));
      }
      return next === undefined ? { objects } : { objects, cursor: keyOf(next) };
    },

    async url(key, { expiresInMs }) {
      const expiresIn = Math.floor(expiresInMs / 1_000);
      if (!(expiresIn >= 1 && expiresIn <= LONGEST_LINK_S)) {
        throw new RangeError("A link into S3 lives for one second to seven days.");
      }
      return getSignedUrl(client, new GetObjectCommand(objectOf(key)), { expiresIn });
    },

    async stats(prefix) {
      const stats = { objects: 0, bytes: 0 };
      let after: string | undefined;
      do {
        const { listed, next } = await listPage(s3, bucket, `${root}${prefix}`, after);
        stats.objects += listed.length;
        for (const { size } of listed) stats.bytes += size;
        after = next;
      } while (after !== undefined);
      return stats;
    },

    abortStaleUploads: ({ olderThanMs, under = "" }) =>
      abortUploadsBefore(s3, bucket, root + under, Date.now() - olderThanMs),

    close() {
      if (!options.client) client.destroy();
    },
  };
}

/** Parts may have a checksum only where their upload began with it, which the AWS SDK does not see to by itself. */
async function checksumOf({ config }: S3Client): Promise<{ ChecksumAlgorithm?: "CRC32" }> {
  const calculation = await config.requestChecksumCalculation();
  return calculation === "WHEN_SUPPORTED" ? { ChecksumAlgorithm: "CRC32" } : {};
}

function nativeHash(): BodyHash {
  const hash = createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    hex: () => hash.digest("hex"),
  };
}

function describe(key: string, found: HeadObjectCommandOutput | GetObjectCommandOutput): StoredObject {
  const { ContentLength = 0, ContentType = "application/octet-stream", Metadata } = found;
  return { key, size: ContentLength, contentType: ContentType, metadata: fromUserMetadata(Metadata) };
}
