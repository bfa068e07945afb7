import { createHash } from "node:crypto";

export const MIB = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** Byte `at` of every sample, so that a part in the wrong place shows. */
const byteAt = (at: number) => (at * 31 + (at >> 8) + (at >> 16)) & 0xff;

/** The sample of `size` bytes. */
export const sampleOf = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, at) => byteAt(at));

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** A body whose source tells how far it was read, and whether it was let go. */
export interface WatchedBody {
  body: ReadableStream<Uint8Array>;
  seen: { bytes: number; isCancelled: boolean };
}

/** The sample in chunks; `atEnd` is called in place of the end, to fail there or to wait. */
export function watchedBody(bytes: Uint8Array, atEnd?: () => void | Promise<void>): WatchedBody {
  const seen = { bytes: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (seen.bytes >= bytes.byteLength) {
          await atEnd?.();
          return controller.close();
        }
        controller.enqueue(bytes.slice(seen.bytes, seen.bytes + CHUNK_BYTES));
        seen.bytes += CHUNK_BYTES;
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

export const readBytes = async (body: ReadableStream<Uint8Array> | undefined): Promise<Uint8Array> =>
  new Uint8Array(await new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
