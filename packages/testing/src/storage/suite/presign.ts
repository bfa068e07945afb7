import { bodyOf } from "./bodies.js";
import type { Facet } from "./facet.js";

/** For storages that offer `url`. */
export function presignFacet({ test, expect }: Facet): void {
  test("url: is absolute, and names its file and no other", async (storage) => {
    for (const key of ["a/1", "a/2"]) await storage.put(key, bodyOf(key), { contentType: "text/plain" });
    const first = await storage.url?.("a/1", { expiresInMs: 60_000 });
    const second = await storage.url?.("a/2", { expiresInMs: 60_000 });
    expect(/^https?:\/\/[^/]+\//.test(first ?? "")).toBe(true);
    expect(first === second).toBe(false);
  });
}

/** For storages that do not. */
export function noPresignFacet({ test, expect }: Facet): void {
  test("url: is not offered", async (storage) => {
    expect(storage.url).toBe(undefined);
  });
}
