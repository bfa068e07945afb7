const CHUNK = new Uint8Array(64 * 1024);

/** `bytes` bytes, which cost nothing to make. */
export function* sameChunk(bytes: number): Generator<Uint8Array> {
  for (let left = bytes; left > 0; left -= CHUNK.byteLength) yield CHUNK.subarray(0, left);
}

/** The same, as they are asked for. */
export function streamOf(bytes: number): ReadableStream<Uint8Array> {
  const source = sameChunk(bytes);
  return new ReadableStream(
    {
      pull(controller) {
        const { done, value } = source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}
