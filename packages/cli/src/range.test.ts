import { expect, test } from "vitest";
import { readLast, readRange } from "./range.js";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const iso = (at: number | undefined) => at && new Date(at).toISOString();

test.each([
  ["2026-10-01", undefined, "2026-10-01T00:00:00.000Z", undefined],
  ["2026-10-01", "2026-10-01", "2026-10-01T00:00:00.000Z", "2026-10-02T00:00:00.000Z"],
  ["2026-10-01", "2026-11-21", "2026-10-01T00:00:00.000Z", "2026-11-22T00:00:00.000Z"],
  ["2026-10-01T08:00", undefined, "2026-10-01T08:00:00.000Z", undefined],
  [
    "2026-10-01T08:00:30.5-05:00",
    "2026-10-02T00:00Z",
    "2026-10-01T13:00:30.500Z",
    "2026-10-02T00:00:00.000Z",
  ],
  ["2024-02-29", undefined, "2024-02-29T00:00:00.000Z", undefined],
])("%s to %s", (since, until, start, end) => {
  const range = readRange({ since, until }, NOW);
  expect([iso(range.since), iso(range.until)]).toEqual([start, end]);
});

test.each([
  ["yesterday", undefined],
  ["", undefined],
  ["2026-13-01", undefined],
  ["2026-02-29", undefined],
  ["2026-10-01T25:00Z", undefined],
  ["2026-10-01T08:00+99:99", undefined],
  ["1760000000000", undefined],
  ["01/10/2026", undefined],
  ["2026-10-01\n", undefined],
  ["2026-11-22", undefined],
  ["2026-10-02", "2026-10-01"],
  ["2026-10-01", "soon"],
])("%j to %j is refused", (since, until) => {
  expect(() => readRange({ since, until }, NOW)).toThrow(
    expect.objectContaining({ code: "invalid_configuration" }),
  );
});

test.each([
  ["24h", 24 * 3_600_000],
  ["90m", 90 * 60_000],
  ["2w", 14 * 86_400_000],
])("the last %s", (text, ms) => {
  expect(readLast(text, NOW)).toEqual({ since: NOW - ms, until: NOW });
});

test.each(["", "24", "h", "0d", "-1h", "1.5h", "24 h", "999999w"])("the last %j is refused", (text) => {
  expect(() => readLast(text, NOW)).toThrow(/--last takes/);
});
