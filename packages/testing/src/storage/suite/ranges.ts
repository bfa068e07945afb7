import type { Storage } from "@openphone-notion/core";
import { bodyOf, readText } from "./bodies.js";
import { type Facet, failureOf } from "./facet.js";

/** Parts of a file, as a player asks for them. */
export function rangesFacet({ test, expect }: Facet): void {
  const putDigits = (storage: Storage) =>
    storage.put("digits", bodyOf("0123456789"), { contentType: "text/plain" });

  for (const [range, held, text] of [
    [{ start: 0, end: 0 }, { start: 0, end: 0 }, "0"],
    [{ start: 2, end: 4 }, { start: 2, end: 4 }, "234"],
    [{ start: 7 }, { start: 7, end: 9 }, "789"],
    [{ start: 9, end: 9 }, { start: 9, end: 9 }, "9"],
    [{ start: 8, end: 1000 }, { start: 8, end: 9 }, "89"],
  ] as const) {
    test(`get: ${range.start} to ${"end" in range ? range.end : "the end"} gives just these bytes`, async (storage) => {
      await putDigits(storage);
      const found = await storage.get("digits", range);
      expect(found?.range).toEqual(held);
      expect(found?.object.size).toBe(10);
      expect(found && (await readText(found.body))).toBe(text);
    });
  }

  test("get: a range outside the file is a RangeError", async (storage) => {
    await putDigits(storage);
    for (const range of [{ start: 10 }, { start: 5, end: 4 }, { start: -1 }]) {
      expect((await failureOf(storage.get("digits", range))) instanceof RangeError).toBe(true);
    }
    await storage.put("empty", bodyOf(""), { contentType: "text/plain" });
    expect((await failureOf(storage.get("empty", { start: 0 }))) instanceof RangeError).toBe(true);
  });

  test("get: a range of what is not there is not there", async (storage) => {
    expect(await storage.get("digits", { start: 0 })).toBe(undefined);
  });
}
