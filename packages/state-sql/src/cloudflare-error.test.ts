import { SyncError } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { toStoreError } from "./cloudflare-error.js";

/** As https://developers.cloudflare.com/d1/observability/debug-d1/ lists them. */
const OUTAGES = [
  "D1_ERROR: Network connection lost.",
  "D1_ERROR: D1 DB reset because its code was updated.",
  "D1_ERROR: Internal error while starting up D1 DB storage caused object to be reset.",
  "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
  "D1_ERROR: D1 DB is overloaded. Too many requests queued.",
  "D1_ERROR: database or disk is full: SQLITE_FULL",
  "D1_ERROR: disk I/O error: SQLITE_IOERR",
  "something that nobody has heard of yet",
];

test.each(OUTAGES)("an outage: %s", (message) => {
  const cause = new Error(message);
  const error = toStoreError(cause);
  expect(error).toMatchObject({ code: "store_unavailable", retry: "now", cause });
  expect((error as Error).message).not.toContain(message);
});

const DEFECTS = [
  new Error("D1_ERROR: UNIQUE constraint failed: t.n: SQLITE_CONSTRAINT"),
  new Error('D1_ERROR: near "selct": syntax error at offset 0: SQLITE_ERROR'),
  new Error("D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'"),
  new Error("D1_ERROR: string or blob too big: SQLITE_TOOBIG"),
  new TypeError("it has no such method"),
];

test.each(DEFECTS)("a defect stays what it is: %s", (error) => {
  expect(toStoreError(error)).toBe(error);
});

test("an error of ours stays what it is", () => {
  const error = new SyncError("lease_lost", "Open it again.", { retry: "now" });
  expect(toStoreError(error)).toBe(error);
});
