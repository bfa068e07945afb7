import { SyncError } from "../sync-error.js";
import type { MediaDigest } from "./media-digest.js";

export interface BodyLimits {
  maxBytes: number;
  /** Bytes that the body must have, by everybody who told. */
  told: readonly number[];
  /** What the body must come to, and what computes that. */
  digest?: { told: string; of: MediaDigest } | undefined;
  /** Gets every chunk that passes. */
  observe(chunk: Uint8Array): void;
  /** Ends the body with its reason. */
  signal: AbortSignal;
}

export const mediaTooLarge = (maxBytes: number) =>
  new SyncError(
    "media_too_large",
    `The file is larger than ${maxBytes} bytes; raise maxBytes to archive it.`,
    {
      retry: "never",
    },
  );

const truncated = (problem: string) =>
  new SyncError("media_truncated", `The download is incomplete: ${problem}. It was not stored.`, {
    retry: "after",
  });

/**
 * `body`, passed on chunk by chunk as the reader asks for it, and failing with a `SyncError` when it is empty, too
 * large, breaks off, or is not as long as told or not what its checksum says. `onFailure` gets that error too: a storage may wrap what it is
 * thrown.
 */
export function meteredBody(
  body: ReadableStream<Uint8Array> | null,
  { maxBytes, told, digest, observe, signal }: BodyLimits,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const reader = body?.getReader();
  const release = () => {
    signal.removeEventListener("abort", release);
    reader?.cancel(signal.reason).catch(() => {});
  };
  signal.addEventListener("abort", release);
  let size = 0;

  async function next(): Promise<Uint8Array | undefined> {
    const result = await reader?.read().catch((error: unknown) => {
      throw error instanceof SyncError ? error : truncated("the connection broke");
    });
    // A cancelled body ends as if it were whole.
    signal.throwIfAborted();
    if (!result || result.done) {
      if (size === 0) throw truncated("it has no bytes");
      const expected = told.find((length) => length !== size);
      if (expected !== undefined) throw truncated(`${size} of ${expected} bytes arrived`);
      if (digest && (await digest.of.hex()) !== digest.told)
        throw truncated("its checksum is another than told");
      return undefined;
    }
    size += result.value.byteLength;
    if (size > maxBytes) throw mediaTooLarge(maxBytes);
    const exceeded = told.find((length) => size > length);
    if (exceeded !== undefined) throw truncated(`more than the ${exceeded} bytes told arrived`);
    digest?.of.update(result.value);
    observe(result.value);
    return result.value;
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await next();
          if (chunk) return controller.enqueue(chunk);
          release();
          controller.close();
        } catch (error) {
          onFailure(error);
          release();
          throw error;
        }
      },
      cancel: release,
    },
    { highWaterMark: 0 },
  );
}
