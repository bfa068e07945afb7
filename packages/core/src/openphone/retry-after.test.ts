import { expect, it } from "vitest";
import { retryAfterMs, spentWindowMs } from "./retry-after.js";

const NOW = Date.parse("2026-11-21T10:00:00Z");

it.each<[string, Record<string, string>, number]>([
  ["seconds", { "retry-after": "3" }, 3_000],
  ["an HTTP date", { "retry-after": "Sat, 21 Nov 2026 10:00:07 GMT" }, 7_000],
  ["a date that has passed", { "retry-after": "Sat, 21 Nov 2026 09:00:00 GMT" }, 0],
  ["the ratelimit header", { ratelimit: '"per-second"; r=0; t=2' }, 2_000],
  ["Retry-After before ratelimit", { "retry-after": "5", ratelimit: '"per-second"; r=0; t=1' }, 5_000],
  ["ratelimit when Retry-After is no time", { "retry-after": "soon", ratelimit: "r=0;t=4" }, 4_000],
  ["nothing", {}, 1_000],
  ["an absurd wait", { "retry-after": "999999999" }, 600_000],
])("reads %s", (_name, headers, expected) => {
  expect(retryAfterMs(new Headers(headers), NOW)).toBe(expected);
});

it.each<[string | undefined, number]>([
  [undefined, 0],
  ['"per-second"; r=9; t=1', 0],
  ['"per-second"; r=10; t=1', 0],
  ['"per-second"; r=0; t=1', 1_000],
  ["r=0", 1_000],
  ["t=60;r=0", 1_000],
  ["r=0;t=0", 0],
  ["odd", 0],
])("holds back after ratelimit %j", (ratelimit, expected) => {
  expect(spentWindowMs(new Headers(ratelimit === undefined ? {} : { ratelimit }))).toBe(expected);
});
