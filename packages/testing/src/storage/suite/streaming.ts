import { bodyOf, endlessBody, patternOf } from "./bodies.js";
import { type Facet, failureOf } from "./facet.js";

const KIB = 1024;

/** No more is asked for, and no more held, than the next piece. */
export function streamingFacet({ test, expect }: Facet): void {
  test("put: a body that outgrows its told length is asked for no more, and let go", async (storage) => {
    const { body, seen } = endlessBody(64 * KIB);
    const options = { contentType: "audio/mpeg", contentLength: 256 * KIB };
    expect((await failureOf(storage.put("a/1", body, options))) instanceof Error).toBe(true);
    expect(seen.isCancelled).toBe(true);
    // The told 4, the one too many, and one that a buffer on the way may hold.
    expect(seen.pulls <= 6).toBe(true);
  });

  test("get: a body can be let go unread and half read", async (storage) => {
    await storage.put("a/1", bodyOf(patternOf(1024 * KIB)), { contentType: "audio/mpeg" });
    const untouched = await storage.get("a/1");
    await untouched?.body.cancel();
    const begun = await storage.get("a/1");
    const reader = begun?.body.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
    await storage.delete("a/1");
    expect(await storage.head("a/1")).toBe(undefined);
  });

  test("get: a large file comes in pieces", async (storage) => {
    await storage.put("a/1", bodyOf(patternOf(4096 * KIB)), { contentType: "audio/mpeg" });
    const found = await storage.get("a/1");
    let largest = 0;
    for await (const chunk of found?.body ?? []) largest = Math.max(largest, chunk.byteLength);
    expect(largest <= 1024 * KIB).toBe(true);
  });
}
