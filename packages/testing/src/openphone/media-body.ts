import { type Clock, sleep } from "@openphone-notion/core";

const CHUNK_BYTES = 16 * 1024;
const SLOW_CHUNK_MS = 1000;

/** The bytes `from`..`to` of the endless pattern that a file of mere size consists of. */
export const patternBytes = (from: number, to: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: to - from }, (_, at) => ((from + at) * 31 + 7) & 0xff);

/** Streams the first `size` bytes of `bytes`, or of the pattern; with a clock, one chunk each second. */
export function mediaBody(file: {
  size: number;
  bytes?: Uint8Array<ArrayBuffer>;
  clock?: Clock;
}): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      if (at >= file.size) return controller.close();
      if (file.clock) await sleep(file.clock, SLOW_CHUNK_MS);
      const end = Math.min(at + CHUNK_BYTES, file.size);
      controller.enqueue(file.bytes ? file.bytes.slice(at, end) : patternBytes(at, end));
      at = end;
    },
  });
}
