import type { Storage } from "@openphone-notion/core";
import { bodyOf, brokenBody, patternOf, readBytes, readText } from "./bodies.js";
import { type Facet, failureOf } from "./facet.js";

const put = (storage: Storage, key: string, text: string) =>
  storage.put(key, bodyOf(text), { contentType: `audio/x-${text}`, metadata: { text } });

/** Several callers at the same time. */
export function racesFacet({ test, reopening, expect }: Facet): void {
  test("batch: of puts at the same time those that break off spoil none of the others", async (storage) => {
    const keys = Array.from({ length: 30 }, (_, at) => `a/${String(at).padStart(2, "0")}`);
    const isBroken = (_: unknown, at: number) => at % 3 === 0;
    const failures = await Promise.all(
      keys.map((key, at) =>
        failureOf(
          storage.put(key, isBroken(key, at) ? brokenBody("half") : bodyOf(key), {
            contentType: "audio/mpeg",
          }),
        ),
      ),
    );
    expect(failures.map((failure) => failure !== undefined)).toEqual(keys.map(isBroken));
    const whole = keys.filter((key, at) => !isBroken(key, at));
    expect((await storage.list("")).objects.map(({ key }) => key)).toEqual(whole);
    for (const key of whole) {
      const found = await storage.get(key);
      expect(found && (await readText(found.body))).toBe(key);
    }
  });

  test("replace: a body that was opened before is one whole file, not a mix", async (storage) => {
    const size = 1024 * 1024;
    const [before, after] = [patternOf(size), patternOf(size).reverse()];
    await storage.put("a/1", bodyOf(before), { contentType: "audio/mpeg" });
    const found = await storage.get("a/1");
    await storage.put("a/1", bodyOf(after), { contentType: "audio/mpeg" });
    const read = found ? await readBytes(found.body) : new Uint8Array();
    const isSame = (bytes: Uint8Array) =>
      read.byteLength === bytes.byteLength && read.every((byte, at) => byte === bytes[at]);
    expect(isSame(before) || isSame(after)).toBe(true);
  });

  test("replace: type, metadata and content are always of the same put", async (storage) => {
    const texts = ["one", "other", "three"];
    await put(storage, "a/1", "one");
    let isOver = false;
    const replacing = (async () => {
      for (let round = 0; round < 30; round++) await put(storage, "a/1", texts[round % 3]!);
    })().finally(() => {
      isOver = true;
    });
    do {
      // Gives the other its turn, however fast the storage is.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const found = await storage.get("a/1");
      const text = found && (await readText(found.body));
      expect({ ...found?.object, text }).toEqual({
        key: "a/1",
        size: text?.length,
        contentType: `audio/x-${text}`,
        metadata: { text },
        text,
      });
    } while (!isOver);
    await replacing;
  });

  test("delete: at the same time as a put it leaves the whole file or none", async (storage) => {
    for (let round = 0; round < 10; round++) {
      await put(storage, "a/1", "former");
      await Promise.all([put(storage, "a/1", "newer"), storage.delete("a/1")]);
      const found = await storage.get("a/1");
      const { contentType, metadata } = found?.object ?? {};
      const text = found && (await readText(found.body));
      const whole = { text: "newer", contentType: "audio/x-newer", metadata: { text: "newer" } };
      expect({ text, contentType, metadata }).toEqual(found ? whole : {});
    }
  });

  reopening(
    "processes: what one has put, replaced or deleted the other sees at once",
    async (storage, reopen) => {
      const other = await reopen();
      await put(storage, "a/1", "one");
      expect((await other.head("a/1"))?.contentType).toBe("audio/x-one");
      await put(other, "a/1", "two");
      expect((await storage.head("a/1"))?.contentType).toBe("audio/x-two");
      await storage.delete("a/1");
      expect(await other.get("a/1")).toBe(undefined);
      expect(await other.list("")).toEqual({ objects: [] });
    },
  );
}

/** What a list shows of that. */
export function raceListFacet({ test, expect }: Facet): void {
  test("delete: after one at the same time as a put it shows what there is", async (storage) => {
    for (let round = 0; round < 10; round++) {
      await put(storage, "a/1", "former");
      await Promise.all([put(storage, "a/1", "newer"), storage.delete("a/1")]);
      const isThere = (await storage.head("a/1")) !== undefined;
      expect((await storage.list("")).objects.length).toBe(isThere ? 1 : 0);
    }
  });
}
