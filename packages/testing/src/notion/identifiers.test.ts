import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalId, newId, newPropertyId, samePropertyId, seededRandom } from "./identifiers.js";

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

test("ids are version 4 UUIDs, and the same with and without dashes", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const id = newId(seededRandom(seed));
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(canonicalId(id.replaceAll("-", ""))).toBe(id);
      expect(canonicalId(id.toUpperCase())).toBe(id);
    }),
  );
  expect(canonicalId("nope")).toBeUndefined();
});

test("a property id is the same encoded and decoded", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const id = newPropertyId(seededRandom(seed));
      expect(samePropertyId(id, decodeURIComponent(id))).toBe(true);
    }),
  );
});

test("a property id is never given out twice, whatever the dice say", () => {
  const taken = new Set<string>();
  for (let made = 0; made < 500; made++) taken.add(newPropertyId(() => 0.999_999, taken));
  expect(taken.size).toBe(500);
  for (const id of taken) expect(decodeURIComponent(id)).toHaveLength(4);
});
