import { SyncError } from "../sync-error.js";

/** What was said of a body beforehand; it is held to that. */
export interface ToldOfBody {
  /** Bytes. */
  contentLength?: number | undefined;
  /** Hex; what is no such digest is not looked at. */
  sha256?: string | undefined;
}

const SHA256 = /^[0-9a-f]{64}$/i;

/** A SHA-256 on its way; each platform has a fast one. */
export interface BodyHash {
  /** Takes the bytes before it returns or resolves; they may change afterwards. */
  update(bytes: Uint8Array): void | Promise<void>;
  hex(): string | Promise<string>;
}

/** A stretch of a body. */
export interface BodyPart {
  bytes: Uint8Array;
  isLast: boolean;
}

/** A body on its way in. */
export interface IncomingBody {
  /** As told. */
  readonly contentLength: number | undefined;
  /** Bytes read so far. */
  readonly size: number;
  /**
   * Fills `buffer` from the body, asking for no more than that and the chunk which tells that there is more.
   * Rejects before it gives the last part of a body that is not what was told.
   */
  fill(buffer: Uint8Array): Promise<BodyPart>;
  /** The next bytes as they come, or `undefined` once all of a body that is what was told have been given. */
  next(): Promise<Uint8Array | undefined>;
  /** Lets the source go; a `fill` that waits for it rejects with `reason`. */
  stop(reason: unknown): void;
}

const mismatch = (what: string) =>
  new SyncError("media_truncated", `The body has not the ${what} that was told; nothing was stored.`, {
    retry: "after",
  });

/** Reads `body` for a Storage, which stores it; `createHash` is asked for where a SHA-256 was told. */
export function openIncomingBody(
  body: ReadableStream<Uint8Array>,
  { contentLength, sha256 }: ToldOfBody,
  createHash: () => BodyHash,
): IncomingBody {
  const reader = body.getReader();
  const hash = SHA256.test(sha256 ?? "") ? createHash() : undefined;
  let size = 0;
  let stopped: { reason: unknown } | undefined;
  let rest: Uint8Array | undefined = new Uint8Array();

  async function nextChunk(): Promise<Uint8Array | undefined> {
    for (;;) {
      const { done, value } = await reader.read();
      // A cancelled body ends as if it were whole.
      if (stopped) throw stopped.reason;
      if (done) {
        if (contentLength !== undefined && size !== contentLength) throw mismatch("length");
        if (hash && (await hash.hex()) !== sha256?.toLowerCase()) throw mismatch("SHA-256");
        return undefined;
      }
      size += value.byteLength;
      if (contentLength !== undefined && size > contentLength) throw mismatch("length");
      await hash?.update(value);
      if (value.byteLength > 0) return value;
    }
  }

  return {
    contentLength,
    get size() {
      return size;
    },
    async fill(buffer) {
      let filled = 0;
      for (;;) {
        if (rest?.byteLength === 0) rest = await nextChunk();
        if (!rest) return { bytes: buffer.subarray(0, filled), isLast: true };
        if (filled === buffer.byteLength) return { bytes: buffer, isLast: false };
        const taken: Uint8Array = rest.subarray(0, buffer.byteLength - filled);
        buffer.set(taken, filled);
        filled += taken.byteLength;
        rest = rest.subarray(taken.byteLength);
      }
    },
    next: nextChunk,
    stop(reason) {
      stopped ??= { reason };
      reader.cancel(reason).catch(() => {});
    },
  };
}
