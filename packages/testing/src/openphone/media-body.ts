import { type Clock, sleep } from "@openphone-notion/core";

const CHUNK_BYTES = 16 * 1024;
const SLOW_CHUNK_MS = 1000;

/** Bytes after which the pattern begins anew. */
const PERIOD = 256;

/** The bytes `from`..`to` of the endless pattern that a file of mere size consists of. */
export function patternBytes(from: number, to: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(to - from);
  for (let at = 0; at < Math.min(PERIOD, bytes.length); at++) bytes[at] = ((from + at) * 31 + 7) & 0xff;
  // Copied, twice as much each time: a large file must not cost its host more than its receiver.
  for (let there = PERIOD; there < bytes.length; there *= 2) bytes.copyWithin(there, 0, there);
  return bytes;
}

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
