import { expect, test } from "vitest";
import { isoTime, parseTime } from "./time.js";

test.each([
  ["2026-10-07T15:00:05Z", "2026-10-07T15:00:05.000Z"],
  ["2026-10-07T15:00:05.123456Z", "2026-10-07T15:00:05.123Z"],
  ["2026-10-07T15:00Z", "2026-10-07T15:00:00.000Z"],
  ["2026-10-07T17:00:05+02:00", "2026-10-07T15:00:05.000Z"],
  ["2025-03-30T16:00:00.000+0000", "2025-03-30T16:00:00.000Z"],
  ["2026-10-07T15:00:05", "2026-10-07T15:00:05.000Z"],
])("%s is one instant", (text, iso) => {
  expect(isoTime(text)).toBe(iso);
});

test.each(["", "1", "2026", "2026-10-07", "2026-13-07T15:00:05Z", "Wed, 07 Oct 2026", "1759849205000"])(
  "%j is no instant",
  (text) => {
    expect(parseTime(text)).toBeUndefined();
    expect(isoTime(text)).toBeUndefined();
  },
);
