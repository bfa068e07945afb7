const CHUNK_BYTES = 64 * 1024;

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `size` bytes, no two neighbouring stretches of which are alike. */
export const patternOf = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 0xff);

export function bodyOf(content: string | Uint8Array): ReadableStream<Uint8Array> {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.byteLength) return controller.close();
      controller.enqueue(bytes.slice(at, at + CHUNK_BYTES));
      at += CHUNK_BYTES;
    },
  });
}

/** A body that breaks off after `content`. */
export function brokenBody(content: string): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) throw new Error("The source broke off.");
      isSent = true;
      controller.enqueue(bytesOf(content));
    },
  });
}

/** A body without end, that counts how often it was asked for a chunk and knows when it was let go. */
export function endlessBody(chunkBytes: number) {
  const seen = { pulls: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.pulls++;
        controller.enqueue(new Uint8Array(chunkBytes));
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

export const readBytes = async (body: ReadableStream<Uint8Array>): Promise<Uint8Array> =>
  new Uint8Array(await new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());

export const readText = async (body: ReadableStream<Uint8Array>): Promise<string> =>
  new TextDecoder().decode(await readBytes(body));
