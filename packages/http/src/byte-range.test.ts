import fc from "fast-check";
import { expect, test } from "vitest";
import { parseByteRange } from "./byte-range.js";

test.each<[string, ReturnType<typeof parseByteRange>]>([
  ["bytes=0-0", { start: 0, end: 0 }],
  ["bytes=2-5", { start: 2, end: 5 }],
  ["bytes=2-", { start: 2, end: 9 }],
  ["bytes=2-99", { start: 2, end: 9 }],
  ["bytes=-3", { start: 7, end: 9 }],
  ["bytes=-99", { start: 0, end: 9 }],
  ["Bytes=0-1", { start: 0, end: 1 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=10-20", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  [`bytes=${"9".repeat(400)}-`, "unsatisfiable"],
  ["bytes=-", undefined],
  ["bytes=5-2", undefined],
  ["bytes=20-11", undefined],
  ["bytes=0-1,3-4", undefined],
  ["items=0-1", undefined],
  ["bytes=a-b", undefined],
  ["bytes=1.5-2", undefined],
  ["bytes=0x1-2", undefined],
  ["bytes=--1", undefined],
  ["", undefined],
])("of ten bytes, %j", (header, expected) => {
  expect(parseByteRange(header, 10)).toEqual(expected);
});

test("no header asks for the whole file", () => {
  expect(parseByteRange(undefined, 10)).toBeUndefined();
});

const header = fc.oneof(
  fc.string(),
  fc.tuple(fc.nat(30).map(String), fc.nat(30).map(String)).map(([a, b]) => `bytes=${a}-${b}`),
  fc.stringMatching(/^bytes=\d{0,20}-\d{0,20}$/),
);

test("whatever is asked, a range lies inside the file", () => {
  fc.assert(
    fc.property(header, fc.nat(20), (text, size) => {
      const range = parseByteRange(text, size);
      if (range === undefined || range === "unsatisfiable") return;
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.end).toBeGreaterThanOrEqual(range.start);
      expect(range.end).toBeLessThan(size);
    }),
  );
});
