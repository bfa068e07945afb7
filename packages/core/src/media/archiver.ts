import type { Clock } from "../ports/clock.js";
import { type Logger, silentLogger } from "../ports/logger.js";
import type { Storage, StoredObject } from "../ports/storage.js";
import { SyncError } from "../sync-error.js";
import { isErrorPage, resolveContentType } from "./content-type.js";
import { type CreateDigest, portableDigest } from "./media-digest.js";
import { defaultMediaPolicy, type MediaPolicy } from "./media-policy.js";
import { mediaTooLarge, meteredBody } from "./metered-body.js";
import { type MediaFetch, mediaUnavailable, openMedia } from "./open-media.js";
import { toldDigest } from "./told-digest.js";

/** A file to fetch. */
export interface MediaDownload {
  /** Storage key, see `mediaKey`. */
  key: string;
  /** The sender's link. It may be secret: it is in no log and no error. */
  url: string;
  /** MIME type as announced. */
  contentType?: string;
  /** Length as announced. */
  expectedBytes?: number;
  metadata?: Record<string, string>;
}

/** A file in storage; `sha256` (hex) where it was just downloaded, or the storage has kept it. */
export interface ArchivedObject extends StoredObject {
  sha256?: string;
}

/** A file that is here already. */
export interface KeptFile {
  key: string;
  content: Uint8Array;
  contentType: string;
  metadata?: Record<string, string>;
}

/** Brings files into storage, each once and whole or not at all. */
export interface MediaArchiver {
  /**
   * Brings the file behind `url` into storage, or finds it there and downloads nothing. Rejects with
   * `media_refused` or `media_too_large` (retry `never`), `media_unavailable` or `media_truncated` (`after`),
   * `store_unavailable` (`after`), or the reason of `signal`; nothing is left in storage then.
   */
  archive(download: MediaDownload, signal?: AbortSignal): Promise<ArchivedObject>;
  /** Stores a file that need not be fetched, unless it is there. Rejects with `store_unavailable`. */
  keep(file: KeptFile): Promise<StoredObject>;
}

export interface MediaArchiverOptions {
  /** Give one that refuses private addresses when it connects, where the platform can. */
  fetch: MediaFetch;
  storage: Storage;
  policy?: Partial<MediaPolicy>;
  /** Computes checksums; give the platform's own where it takes a stream. */
  digest?: CreateDigest;
  clock: Clock;
  logger?: Logger;
}

/**
 * Downloads recordings, voicemails and attachments once, streamed end to end. A file counts as whole when its
 * length is what the host and the sender told, and its checksum what the host told where it does. Its SHA-256 goes
 * into its metadata.
 */
export function createMediaArchiver(options: MediaArchiverOptions): MediaArchiver {
  // Taken out of the options, for some platforms' fetch fails when it is called as a method.
  const { fetch, storage, clock, logger = silentLogger, digest: createDigest = portableDigest } = options;
  const policy = { ...defaultMediaPolicy, ...options.policy };

  async function download(source: MediaDownload, signal: AbortSignal): Promise<ArchivedObject> {
    const response = await openMedia(source.url, { fetch, policy, signal });
    const told = [contentLength(response.headers), source.expectedBytes].filter(
      (length) => length !== undefined,
    );
    if (isErrorPage(source.contentType, response.headers.get("content-type"))) {
      throw mediaUnavailable("sent a page instead of the file");
    }
    if (told.some((length) => length > policy.maxBytes)) throw mediaTooLarge(policy.maxBytes);
    return store(source, response, told, signal);
  }

  async function store(
    { key, contentType, metadata }: MediaDownload,
    response: Response,
    told: readonly number[],
    signal: AbortSignal,
  ): Promise<ArchivedObject> {
    let failure: unknown;
    const toldOfIt = toldDigest(response.headers);
    const sha256 = createDigest("sha256");
    const md5 = toldOfIt?.algorithm === "md5" ? createDigest("md5") : undefined;
    let hex: string | Promise<string> | undefined;
    const sha256Hex = () => {
      hex ??= sha256.hex();
      return hex;
    };
    const limits = {
      maxBytes: policy.maxBytes,
      told,
      digest: toldOfIt && { told: toldOfIt.hex, of: md5 ?? { update: () => {}, hex: sha256Hex } },
      observe: (chunk: Uint8Array) => sha256.update(chunk),
      signal,
    };
    const body = meteredBody(response.body, limits, (error) => {
      failure = error;
    });
    try {
      const stored = await storage.put(key, body, {
        contentType: resolveContentType(contentType, response.headers.get("content-type")),
        ...(told[0] === undefined ? {} : { contentLength: told[0] }),
        ...(metadata && { metadata }),
        lateMetadata: async () => ({ sha256: await sha256Hex() }),
      });
      return { ...stored, sha256: await sha256Hex() };
    } catch (error) {
      signal.throwIfAborted();
      throw failure ?? storageFailure(error);
    }
  }

  return {
    async keep({ key, content, contentType, metadata }) {
      try {
        const found = await storage.head(key);
        if (found) return found;
        return await storage.put(key, streamOf(content), {
          contentType,
          contentLength: content.byteLength,
          ...(metadata && { metadata }),
        });
      } catch (error) {
        throw storageFailure(error);
      }
    },
    async archive(source, signal) {
      signal?.throwIfAborted();
      const found = await storage.head(source.key).catch((error: unknown) => {
        throw storageFailure(error);
      });
      if (found) return found.metadata.sha256 ? { ...found, sha256: found.metadata.sha256 } : found;

      const deadline = new AbortController();
      const cancelDeadline = clock.after(policy.timeoutMs, () =>
        deadline.abort(mediaUnavailable(`took longer than ${policy.timeoutMs} ms`)),
      );
      try {
        const either = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
        const stored = await download(source, either);
        logger.info("media.archived", { key: stored.key, bytes: stored.size });
        return stored;
      } finally {
        cancelDeadline();
        // Lets go of the answer that a failure left unread.
        deadline.abort();
      }
    },
  };
}

const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      if (bytes.byteLength > 0) controller.enqueue(bytes);
      controller.close();
    },
  });

/** A compressed body has another length than its file. */
function contentLength(headers: Headers): number | undefined {
  const length = headers.get("content-length");
  const encoding = headers.get("content-encoding") ?? "identity";
  return length !== null && /^\d{1,15}$/.test(length) && encoding === "identity" ? Number(length) : undefined;
}

function storageFailure(error: unknown): SyncError {
  if (error instanceof SyncError) return error;
  const options = { retry: "after", cause: error } as const;
  // `EACCES`, `ENOSPC`: what a person must know; the rest may name a file.
  const { code } = (error ?? {}) as { code?: unknown };
  const told = /^E[A-Z]+$/.test(String(code)) ? ` (${code})` : "; see the cause";
  return new SyncError("store_unavailable", `The file storage failed${told}.`, options);
}
