import { bodyOf, readText } from "./bodies.js";
import { type Facet, failureOf } from "./facet.js";

const oddKeys = [
  "a b",
  "plus+and&",
  "100%",
  "%2e%2e/escaped",
  "quotes'\"",
  "semi;colon,comma",
  "query?not#hash",
  "a..b/c...d",
  "-dash/_under",
  "UPPER/lower",
  "Zürich/日本語",
  `long/${"x".repeat(200)}`,
];

/** Keys that no storage has to hold, and none may take for a way out of its own place. */
const hostileKeys = ["../outside", "a/../../outside", "/etc/passwd", "a/\0", "..", "."];

/** Names beyond those that `mediaKey` makes. */
export function oddKeysFacet({ test, expect }: Facet): void {
  for (const key of oddKeys) {
    test(`odd: a key may be ${JSON.stringify(key.slice(0, 20))}`, async (storage) => {
      await storage.put(key, bodyOf(key), { contentType: "text/plain" });
      const found = await storage.get(key);
      expect(found && (await readText(found.body))).toBe(key);
      expect((await storage.list(key)).objects).toEqual([await storage.head(key)]);
      await storage.delete(key);
      expect(await storage.head(key)).toBe(undefined);
    });
  }

  for (const key of hostileKeys) {
    test(`hostile: a key like ${JSON.stringify(key)} is refused or is a name like any other`, async (storage) => {
      const failure = await failureOf(storage.put(key, bodyOf("x"), { contentType: "text/plain" }));
      const listed = (await storage.list("")).objects.map((object) => object.key);
      expect(listed).toEqual(failure ? [] : [key]);
    });
  }
}
