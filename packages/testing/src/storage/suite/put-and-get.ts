import { bodyOf, patternOf, readBytes, readText } from "./bodies.js";
import type { Facet } from "./facet.js";

const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";

/** Files in and out. */
export function putAndGetFacet({ test, expect }: Facet): void {
  test("put: what is put can be found and read", async (storage) => {
    const object = { key, size: 5, contentType: "audio/mpeg", metadata: { source: "CR00fake01" } };
    const put = await storage.put(key, bodyOf("hello"), {
      contentType: "audio/mpeg",
      contentLength: 5,
      metadata: { source: "CR00fake01" },
    });
    expect(put).toEqual(object);
    expect(await storage.head(key)).toEqual(object);
    const found = await storage.get(key);
    expect(found?.object).toEqual(object);
    expect(found?.range).toBe(undefined);
    expect(found && (await readText(found.body))).toBe("hello");
  });

  test("put: a body needs no announced length, and metadata is optional", async (storage) => {
    await storage.put(key, bodyOf("hello"), { contentType: "audio/mpeg" });
    expect(await storage.head(key)).toEqual({ key, size: 5, contentType: "audio/mpeg", metadata: {} });
  });

  test("get: a file of several megabytes comes back byte for byte", async (storage) => {
    const bytes = patternOf(3 * 1024 * 1024 + 17);
    await storage.put(key, bodyOf(bytes), { contentType: "audio/mpeg", contentLength: bytes.byteLength });
    const found = await storage.get(key);
    const read = found ? await readBytes(found.body) : new Uint8Array();
    expect(read.byteLength).toBe(bytes.byteLength);
    expect(read.every((byte, at) => byte === bytes[at])).toBe(true);
  });

  test("put: a file may be empty", async (storage) => {
    await storage.put(key, bodyOf(""), { contentType: "text/plain", contentLength: 0 });
    const found = await storage.get(key);
    expect(found?.object.size).toBe(0);
    expect(found && (await readText(found.body))).toBe("");
  });

  test("put: replaces content, type and metadata", async (storage) => {
    await storage.put(key, bodyOf("first, and longer"), { contentType: "audio/mpeg", metadata: { a: "1" } });
    await storage.put(key, bodyOf("second"), { contentType: "audio/wav", metadata: { b: "2" } });
    expect(await storage.head(key)).toEqual({ key, size: 6, contentType: "audio/wav", metadata: { b: "2" } });
    const found = await storage.get(key);
    expect(found && (await readText(found.body))).toBe("second");
  });

  test("get: what was never put is not there", async (storage) => {
    expect(await storage.head(key)).toBe(undefined);
    expect(await storage.get(key)).toBe(undefined);
    // A folder is no file.
    await storage.put(key, bodyOf("hello"), { contentType: "audio/mpeg" });
    expect(await storage.head("recordings/2026")).toBe(undefined);
    expect(await storage.get("recordings/2026")).toBe(undefined);
  });

  test("delete: what is deleted is gone, and deleting again is no error", async (storage) => {
    await storage.put(key, bodyOf("hello"), { contentType: "audio/mpeg" });
    await storage.delete(key);
    expect(await storage.head(key)).toBe(undefined);
    expect(await storage.get(key)).toBe(undefined);
    expect(await storage.list("")).toEqual({ objects: [] });
    await storage.delete(key);
    await storage.delete("never/there");
  });

  test("delete: takes nothing else with it", async (storage) => {
    const others = ["a/1.mp3.json", "a/1.mp30", "a/2.mp3", "ab"];
    for (const each of ["a/1.mp3", ...others]) {
      await storage.put(each, bodyOf(each), { contentType: "audio/mpeg", metadata: { each } });
    }
    await storage.delete("a/1.mp3");
    await storage.delete("a");
    const left = (await storage.list("")).objects;
    expect(left.map((object) => [object.key, object.metadata])).toEqual(
      others.map((each) => [each, { each }]),
    );
  });

  test("metadata: may hold any text that a header can carry", async (storage) => {
    const metadata = { plain: "a b", quotes: `"x" 'y'`, signs: "=;,/?#%&+" };
    await storage.put(key, bodyOf("hello"), { contentType: "audio/mpeg", metadata });
    expect((await storage.head(key))?.metadata).toEqual(metadata);
  });
}
