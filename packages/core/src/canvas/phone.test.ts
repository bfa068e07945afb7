import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CountryCode } from "./country.js";
import { normalisePhone, phonesIn } from "./phone.js";
import written from "./written-numbers.json" with { type: "json" };

describe.each(written)("$e164, written in $home", ({ e164, home, texts }) => {
  it.each(texts)("as %j", (text) => {
    expect(normalisePhone(text, home as CountryCode)).toBe(e164);
  });
});

it("holds enough of them to mean something", () => {
  expect(written.flatMap(({ texts }) => texts).length).toBeGreaterThanOrEqual(300);
  expect(new Set(written.map(({ home }) => home)).size).toBeGreaterThanOrEqual(20);
});

it.each([
  "",
  "anonymous",
  "Anonymous",
  "restricted",
  "blocked",
  "12345",
  "123456",
  "911",
  "0123",
  "+",
  "+1",
  "555-0123",
  "1-800-FLOWERS",
  "1-800-555-CALL",
  "0800 REIMER 1",
  "dana@example.com",
  "dana14155550123@example.com",
  "n/a",
  "+99999999999999999999",
  "555-555-0123 / 555-555-0124",
])("finds no single number in %j", (text) => {
  expect(normalisePhone(text, "US")).toBeUndefined();
});

it("needs an international number where no country is given", () => {
  expect(normalisePhone("+1 555 555 0123")).toBe("+15555550123");
  expect(normalisePhone("(555) 555-0123")).toBeUndefined();
});

describe("several numbers in one field", () => {
  const both = ["+15555550123", "+15555550124"];

  it.each([
    "555-555-0123 / 555-555-0124",
    "555-555-0123/555-555-0124",
    "555-555-0123, 555-555-0124",
    "(555) 555-0123;(555) 555-0124",
    "555.555.0123 | 555.555.0124",
    "555-555-0123 or 555-555-0124",
    "555-555-0123 and 555-555-0124",
    "555-555-0123 & 555-555-0124",
    "555-555-0123\n555-555-0124",
    "555-555-0123\t555-555-0124",
    "+15555550123+15555550124",
    "+15555550123 +15555550124",
    "555 555 0123  555 555 0124",
    "mobile: 555-555-0123, work: 555-555-0124 x7",
    "M 5555550123 W 5555550124",
    "555-555-0123 (Dana) 555-555-0124 (Lee)",
    "5555550123x12, 5555550124x34",
    "555-555-0123, 555-555-0124, 555-555-0123",
    "1-800-FLOWERS, 555-555-0123, 555-555-0124",
  ])("%j", (text) => {
    expect(phonesIn(text, "US")).toEqual(both);
  });

  it("may mix countries and forms", () => {
    expect(phonesIn("030/23125000 oder +44 20 7946 0958; 0171/23456789", "DE")).toEqual([
      "+493023125000",
      "+442079460958",
      "+4917123456789",
    ]);
  });

  it("does not take a short ending for a number of its own", () => {
    expect(phonesIn("555-555-0123/0124", "US")).toEqual(["+15555550123"]);
    expect(phonesIn("555-555-0123/0124/555-555-0199", "US")).toEqual(["+15555550123", "+15555550199"]);
  });
});

it("reads its own answer as the same number", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[+0-9() ./-]{0,24}$/),
      fc.constantFrom("US", "DE", "MX", "BR", "IT"),
      (text, home) => {
        for (const phone of phonesIn(text, home as CountryCode)) expect(normalisePhone(phone)).toBe(phone);
      },
    ),
    { numRuns: 2_000 },
  );
});

it.each(["1", "+", "5/", "(+ ", "555-555-0123, ", "+1 ", "٣", "0/", " ", "1-a"])(
  "reads a megabyte of %j at once",
  (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const started = performance.now();
    phonesIn(text, "US");
    normalisePhone(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  },
);
