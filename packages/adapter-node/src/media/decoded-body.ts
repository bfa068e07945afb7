import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ["br", createBrotliDecompress],
  ["deflate", createInflate],
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
]);

/**
 * `body` without the codings that `contentEncoding` names; `undefined` where one is not known. Ends with an error
 * where the compressed bytes do: `fetch` takes what has come until then for the whole.
 */
export function decodedBody(body: Readable, contentEncoding: string): Readable | undefined {
  const codings = contentEncoding
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  const decoders = codings.reverse().map((coding) => DECODERS.get(coding));
  if (!decoders.every((decoder) => decoder !== undefined)) return undefined;
  // What fails one stream destroys the others, and so reaches whoever reads the last.
  return decoders.reduce<Readable>((from, decoder) => pipeline(from, decoder(), () => {}), body);
}
