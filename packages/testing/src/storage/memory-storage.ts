import { type Storage, type StoredObject, SyncError } from "@openphone-notion/core";

const PAGE_SIZE = 1000;
const CHUNK_BYTES = 64 * 1024;

interface MemoryFile {
  object: StoredObject;
  bytes: Uint8Array;
}

/** A Storage in a plain Map, for tests: the whole contract but durability, and files are held in memory. */
export function createMemoryStorage(): Storage {
  const files = new Map<string, MemoryFile>();

  const under = (prefix: string): StoredObject[] =>
    [...files.values()]
      .map((file) => file.object)
      .filter((object) => object.key.startsWith(prefix))
      .sort((a, b) => (a.key < b.key ? -1 : 1));

  return {
    async put(key, body, { contentType, contentLength, metadata = {}, lateMetadata }) {
      const bytes = await collect(body, contentLength);
      const late = await lateMetadata?.();
      const object = { key, size: bytes.byteLength, contentType, metadata: { ...metadata, ...late } };
      files.set(key, { object, bytes });
      return structuredClone(object);
    },

    async head(key) {
      return structuredClone(files.get(key)?.object);
    },

    async get(key, asked) {
      const file = files.get(key);
      if (!file) return undefined;
      const object = structuredClone(file.object);
      if (!asked) return { object, body: streamOf(file.bytes) };
      const { start, end = object.size - 1 } = asked;
      if (start < 0 || start >= object.size || end < start)
        throw new RangeError("The range is outside the file.");
      const range = { start, end: Math.min(end, object.size - 1) };
      return { object, range, body: streamOf(file.bytes.subarray(range.start, range.end + 1)) };
    },

    async delete(key) {
      files.delete(key);
    },

    async list(prefix, cursor) {
      const left = under(prefix).filter(({ key }) => cursor === undefined || key > cursor);
      const objects = structuredClone(left.slice(0, PAGE_SIZE));
      const last = objects.at(-1);
      return left.length > PAGE_SIZE && last ? { objects, cursor: last.key } : { objects };
    },

    async stats(prefix) {
      const objects = under(prefix);
      return { objects: objects.length, bytes: objects.reduce((sum, object) => sum + object.size, 0) };
    },
  };
}

/** Leaving the loop early cancels the body, so no more is asked of it than `contentLength` and one chunk. */
async function collect(body: ReadableStream<Uint8Array>, contentLength?: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk.slice());
    size += chunk.byteLength;
    if (contentLength !== undefined && size > contentLength) break;
  }
  if (contentLength !== undefined && size !== contentLength) {
    throw new SyncError(
      "media_truncated",
      "The body is not as long as its contentLength; nothing was stored.",
      {
        retry: "after",
      },
    );
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (at >= bytes.byteLength) return controller.close();
        controller.enqueue(bytes.slice(at, at + CHUNK_BYTES));
        at += CHUNK_BYTES;
      },
    },
    { highWaterMark: 0 },
  );
}
