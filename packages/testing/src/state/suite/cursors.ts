import type { Facet } from "./facet.js";

/** Small named values. */
export function cursorsFacet({ test, expect }: Facet): void {
  test("get: an unknown name is undefined, a stored value comes back exactly", async (store) => {
    expect(await store.getCursor("calls")).toBe(undefined);
    const value = JSON.stringify({ at: "2026-01-05T12:00:00Z", text: "😀 'quoted' %_" });
    expect(await store.putCursor("calls", value)).toBe(value);
    expect(await store.getCursor("calls")).toBe(value);
    expect(await store.getCursor("call_")).toBe(undefined);
  });

  test("put: replaces, and an empty value is a value", async (store) => {
    await store.putCursor("calls", "1");
    expect(await store.putCursor("calls", "")).toBe("");
    expect(await store.getCursor("calls")).toBe("");
  });

  test("ifAbsent: an existing value stays and is answered", async (store) => {
    expect(await store.putCursor("schema", "first", { ifAbsent: true })).toBe("first");
    expect(await store.putCursor("schema", "second", { ifAbsent: true })).toBe("first");
    expect(await store.putCursor("schema", "third", { ifAbsent: false })).toBe("third");
    expect(await store.getCursor("schema")).toBe("third");
  });

  test("ifAbsent: of concurrent puts all learn the one that won", async (store) => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        store.putCursor("owner", `value-${index}`, { ifAbsent: true }),
      ),
    );
    expect(new Set(answers)).toEqual(new Set([await store.getCursor("owner")]));
  });

  test("value: one of 1 MB is kept", async (store) => {
    const value = "x".repeat(2 ** 20);
    await store.putCursor("directory", value);
    expect((await store.getCursor("directory")) === value).toBe(true);
  });
}
