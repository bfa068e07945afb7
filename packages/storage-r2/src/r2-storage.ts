import {
  type BodyHash,
  type ByteRange,
  fromUserMetadata,
  objectName,
  openIncomingBody,
  type Storage,
  type StoredObject,
  toUserMetadata,
} from "@openphone-notion/core";
import { listPage } from "./list-page.js";
import type { R2BucketBinding, R2Found } from "./r2-bucket.js";
import { createLinkSigner, type R2Keys } from "./sign-link.js";
import { fromR2, outsideFile } from "./store-failure.js";
import { upload } from "./upload.js";

export interface R2StorageOptions {
  /** The binding, such as `env.MEDIA`. */
  bucket: R2BucketBinding;
  /** Begins every object's name in the bucket, such as `office/`, so that several may share one. Default none. */
  prefix?: string;
  /** With them the storage offers `url`; the binding itself cannot sign links. */
  keys?: R2Keys;
  /**
   * Files whose length is told go in one stream up to this length, which takes one request and no memory. Default
   * 100 MiB.
   */
  streamBytes?: number;
  /** Other files go in parts of this size. Default 8 MiB; R2 takes no less than 5 MiB, and 10,000 parts. */
  partBytes?: number;
  /** Parts of one file under way at a time. Each takes memory of its size, of which an isolate has 128 MB. Default 2. */
  parallelParts?: number;
}

const MIB = 1024 * 1024;

/**
 * Files in an R2 bucket, each an object under its key, from within a Worker. A body is held against `contentLength`,
 * and against `metadata.sha256` where that is a digest, before its object appears.
 */
export function createR2Storage(options: R2StorageOptions): Storage {
  const { bucket, prefix: root = "", keys } = options;
  const { streamBytes = 100 * MIB, partBytes = 8 * MIB, parallelParts = 2 } = options;
  const nameOf = (key: string) => objectName(root, key);
  const describe = (found: R2Found): StoredObject => ({
    key: found.key.slice(root.length),
    size: found.size,
    contentType: found.httpMetadata?.contentType ?? "application/octet-stream",
    metadata: fromUserMetadata(found.customMetadata),
  });
  const sign = keys && createLinkSigner(keys);

  return {
    async put(key, body, { contentType, contentLength, metadata = {}, lateMetadata }) {
      const source = openIncomingBody(body, { contentLength, sha256: metadata.sha256 }, digestStream);
      try {
        const facts = { httpMetadata: { contentType }, customMetadata: toUserMetadata(metadata) };
        const late = lateMetadata && (async () => toUserMetadata(await lateMetadata()));
        const settings = { streamBytes, partBytes, parallelParts };
        const kept = await upload(bucket, nameOf(key), facts, source, settings, late);
        return { key, size: source.size, contentType, metadata: fromUserMetadata(kept) };
      } catch (error) {
        source.stop(error);
        throw error;
      }
    },

    async head(key) {
      const found = await fromR2(bucket.head(nameOf(key)));
      return found ? describe(found) : undefined;
    },

    async get(key, asked) {
      const found = await fromR2(bucket.get(nameOf(key), asked ? { range: rangeOf(asked) } : {}));
      if (!found) return undefined;
      const { body } = found;
      if (!asked) return { object: describe(found), body };
      if (asked.start >= found.size) {
        await body.cancel();
        throw outsideFile();
      }
      const end = Math.min(asked.end ?? found.size, found.size - 1);
      return { object: describe(found), range: { start: asked.start, end }, body };
    },

    delete: (key) => fromR2(bucket.delete(nameOf(key))),

    async list(prefix, cursor) {
      const { found, next } = await listPage(bucket, {
        prefix: `${root}${prefix}`,
        ...(cursor !== undefined && { startAfter: `${root}${cursor}` }),
        include: ["httpMetadata", "customMetadata"],
      });
      const objects = found.map(describe);
      return next === undefined ? { objects } : { objects, cursor: next.slice(root.length) };
    },

    async stats(prefix) {
      const stats = { objects: 0, bytes: 0 };
      let startAfter: string | undefined;
      do {
        const page = { prefix: `${root}${prefix}`, ...(startAfter !== undefined && { startAfter }) };
        const { found, next } = await listPage(bucket, page);
        stats.objects += found.length;
        for (const { size } of found) stats.bytes += size;
        startAfter = next;
      } while (startAfter !== undefined);
      return stats;
    },

    ...(sign && { url: async (key, lifetime) => sign(nameOf(key), lifetime) }),
  };
}

/** Throws for a range that no file has. */
function rangeOf({ start, end }: ByteRange): { offset: number; length?: number } {
  if (start < 0 || (end !== undefined && end < start)) throw outsideFile();
  return end === undefined ? { offset: start } : { offset: start, length: end - start + 1 };
}

/** workerd's own SHA-256. */
function digestStream(): BodyHash {
  const stream = new crypto.DigestStream("SHA-256");
  const writer = stream.getWriter();
  return {
    update: (bytes) => writer.write(bytes),
    async hex() {
      await writer.close();
      const bytes = new Uint8Array(await stream.digest);
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  };
}
