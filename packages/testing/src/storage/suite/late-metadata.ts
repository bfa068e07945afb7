import { bodyOf, patternOf } from "./bodies.js";
import type { Facet } from "./facet.js";

const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";
const told = { source: "CR00fake01" };

/** Sizes below and above what a storage may take for a large file. */
const SIZES = { "a small file": 5, "a file of several megabytes": 9 * 1024 * 1024 };

/** A body whose end can be asked for. */
function watched(size: number) {
  const seen = { isRead: false, wasAskedEarly: false, asked: 0 };
  const body = bodyOf(patternOf(size)).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      flush() {
        seen.isRead = true;
      },
    }),
  );
  const lateMetadata = async () => {
    seen.asked++;
    seen.wasAskedEarly ||= !seen.isRead;
    return { sha256: "abc" };
  };
  return { body, seen, lateMetadata };
}

/** Metadata that is known only when a body has been read. */
export function lateMetadataFacet({ test, expect }: Facet): void {
  for (const [name, size] of Object.entries(SIZES)) {
    test(`put: of ${name} it is asked for once the body is read, and kept`, async (storage) => {
      const { body, seen, lateMetadata } = watched(size);
      const object = { key, size, contentType: "audio/mpeg", metadata: { ...told, sha256: "abc" } };
      const put = await storage.put(key, body, { contentType: "audio/mpeg", metadata: told, lateMetadata });
      expect(seen).toEqual({ isRead: true, wasAskedEarly: false, asked: 1 });
      expect(put).toEqual(object);
      expect(await storage.head(key)).toEqual(object);
    });
  }
}

/** A storage that cannot add them keeps the others, and says so. */
export function noLateMetadataFacet({ test, expect }: Facet): void {
  for (const [name, size] of Object.entries(SIZES)) {
    test(`put: of ${name} it is left out, or kept`, async (storage) => {
      const { body, seen, lateMetadata } = watched(size);
      const put = await storage.put(key, body, { contentType: "audio/mpeg", metadata: told, lateMetadata });
      expect(seen.wasAskedEarly).toBe(false);
      expect(put.metadata.source).toBe("CR00fake01");
      expect(await storage.head(key)).toEqual(put);
    });
  }
}
