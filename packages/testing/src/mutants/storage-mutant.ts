import type { Storage, StoredBody } from "@openphone-notion/core";
import type { Mutant } from "./mutant.js";

/** Given a good storage, answers the operations that go wrong. */
export type StorageMutant = Mutant<(good: Storage) => Partial<Storage>>;

export const readAll = async (body: ReadableStream<Uint8Array>): Promise<Uint8Array> =>
  new Uint8Array(await new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());

export const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();

/** As much of `body` as comes before it breaks off. */
export async function readWhatComes(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch {
    // What came is what there is.
  }
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

/** Lays `change` over what is found. */
export const found =
  (change: (body: StoredBody) => Partial<StoredBody>) =>
  ({ get }: Storage): Partial<Storage> => ({
    get: async (key, range) => {
      const body = await get(key, range);
      return body && { ...body, ...change(body) };
    },
  });
