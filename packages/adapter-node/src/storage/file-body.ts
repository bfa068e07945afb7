import { type FileHandle, open } from "node:fs/promises";
import { unlessAbsent } from "./absent-file.js";

const CHUNK_BYTES = 64 * 1024;

/** The file at `path`, to be closed by whoever asked; `undefined` where there is none, or a folder. */
export async function openFile(path: string): Promise<{ file: FileHandle; size: number } | undefined> {
  const file = await unlessAbsent(open(path));
  const stats = await file?.stat();
  if (file && stats?.isFile()) return { file, size: stats.size };
  await file?.close();
  return undefined;
}

/** Bytes `start` to `end` (inclusive) of an open file, read as they are asked for; then the file is closed. */
export function fileBody(
  file: FileHandle,
  { start, end }: { start: number; end: number },
): ReadableStream<Uint8Array> {
  const chunks = readChunks(file, start, end);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      // Not through the generator: one that was never begun has no end either.
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  );
}

async function* readChunks(file: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array, void> {
  try {
    for (let at = start; at <= end; ) {
      const length = Math.min(CHUNK_BYTES, end + 1 - at);
      const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, at);
      if (bytesRead === 0) throw new Error("A stored file became shorter while it was read.");
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
