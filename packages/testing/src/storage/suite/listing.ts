import type { Storage, StoredObject } from "@openphone-notion/core";
import { bodyOf } from "./bodies.js";
import type { Facet } from "./facet.js";

const put = (storage: Storage, key: string) => storage.put(key, bodyOf("x"), { contentType: "text/plain" });

async function listAll(storage: Storage, prefix: string): Promise<StoredObject[]> {
  const all: StoredObject[] = [];
  let cursor: string | undefined;
  do {
    const page = await storage.list(prefix, cursor);
    all.push(...page.objects);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return all;
}

/** What is there, in order and to the last. */
export function listingFacet({ test, expect }: Facet): void {
  test("prefix: lists what begins with it, in key order, whole folder or not", async (storage) => {
    for (const key of ["b/2", "b-1", "a", "b/1/z", "b/10", "bb", "c/1"]) await put(storage, key);
    const keys = async (prefix: string) => (await listAll(storage, prefix)).map((object) => object.key);
    expect(await keys("")).toEqual(["a", "b-1", "b/1/z", "b/10", "b/2", "bb", "c/1"]);
    expect(await keys("b")).toEqual(["b-1", "b/1/z", "b/10", "b/2", "bb"]);
    expect(await keys("b/")).toEqual(["b/1/z", "b/10", "b/2"]);
    expect(await keys("b/1")).toEqual(["b/1/z", "b/10"]);
    expect(await keys("d")).toEqual([]);
    expect(await keys("../")).toEqual([]);
  });

  test("object: is the same that head gives", async (storage) => {
    await storage.put("a/1", bodyOf("hello"), {
      contentType: "audio/wav",
      metadata: { source: "CR00fake01" },
    });
    expect(await storage.list("a/")).toEqual({ objects: [await storage.head("a/1")] });
  });

  test("pages: more than a thousand objects are listed to the last, each once", async (storage) => {
    const keys = Array.from(
      { length: 1005 },
      (_, at) => `many/${String(at % 7)}/${String(at).padStart(5, "0")}`,
    );
    for (let at = 0; at < keys.length; at += 100) {
      await Promise.all(keys.slice(at, at + 100).map((key) => put(storage, key)));
    }
    expect((await listAll(storage, "many/")).map((object) => object.key)).toEqual(keys.toSorted());
    expect(await storage.stats("many/")).toEqual({ objects: 1005, bytes: 1005 });

    // What comes and goes between two pages neither skips nor doubles the others.
    const first = await storage.list("many/");
    const [seen, ahead] = [first.objects.at(0)!.key, first.objects.at(-1)!.key];
    await storage.delete(seen);
    await storage.delete(ahead);
    await put(storage, "many/0/00000-earlier");
    await put(storage, "many/9");
    const rest: StoredObject[] = [];
    for (let { cursor } = first; cursor !== undefined; ) {
      const page = await storage.list("many/", cursor);
      rest.push(...page.objects);
      cursor = page.cursor;
    }
    expect([...first.objects, ...rest].map((object) => object.key)).toEqual([...keys.toSorted(), "many/9"]);
  });

  test("stats: count the objects under a prefix and their bytes", async (storage) => {
    await storage.put("a/1", bodyOf("12345"), { contentType: "text/plain" });
    await storage.put("a/2", bodyOf("123"), { contentType: "text/plain" });
    await storage.put("b/1", bodyOf("1"), { contentType: "text/plain" });
    expect(await storage.stats("a/")).toEqual({ objects: 2, bytes: 8 });
    expect(await storage.stats("")).toEqual({ objects: 3, bytes: 9 });
    expect(await storage.stats("c/")).toEqual({ objects: 0, bytes: 0 });
  });
}
