/** What Storage knows of one stored file. */
export interface StoredObject {
  key: string;
  /** Bytes. */
  size: number;
  contentType: string;
  /** Small string facts kept beside the file, such as `sha256` (hex). */
  metadata: Record<string, string>;
}

/** What is known of a body before it has been read. */
export interface PutOptions {
  contentType: string;
  /** Bytes, where the source told them; a body of another length is refused and not stored. */
  contentLength?: number;
  metadata?: Record<string, string>;
  /**
   * More metadata, known only when the whole body has been read: its digest, say. To be called after that, and kept
   * like `metadata` where the backend can still add it; one that cannot leaves it out.
   */
  lateMetadata?(): Promise<Record<string, string>>;
}

/** Bytes `start` to `end`, both inclusive, as in an HTTP range. */
export interface ByteRange {
  start: number;
  end?: number;
}

/** A file that is being read; `body` must be read to its end or cancelled. */
export interface StoredBody {
  object: StoredObject;
  /** The range that `body` holds, when one was asked for. */
  range?: { start: number; end: number };
  body: ReadableStream<Uint8Array>;
}

/**
 * Where recordings, voicemails and media files live. Keys are slash-separated and deterministic
 * (`recordings/2026/10/07/AC…-1791385206000.mp3`), so a repeated download finds its file.
 */
export interface Storage {
  /**
   * Streams `body` into `key`, replacing what was there, and never holds a whole file in memory. The key
   * appears only when every byte is stored: a stream that fails, or whose length is not `contentLength`,
   * leaves nothing behind and rejects.
   */
  put(key: string, body: ReadableStream<Uint8Array>, options: PutOptions): Promise<StoredObject>;
  head(key: string): Promise<StoredObject | undefined>;
  /** A range that lies outside the file rejects with a `RangeError`. */
  get(key: string, range?: ByteRange): Promise<StoredBody | undefined>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Objects under `prefix` in key order, in pages; pass `cursor` back to go on. */
  list(prefix: string, cursor?: string): Promise<{ objects: StoredObject[]; cursor?: string }>;
  /** A URL that the outside can read for `expiresInMs`, where the backend can sign one. */
  url?(key: string, options: { expiresInMs: number }): Promise<string>;
  stats(prefix: string): Promise<{ objects: number; bytes: number }>;
}
