import { type Receipt, SyncError, type SyncErrorCode } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { watchStoring } from "./watch-storing.js";

test("what could not be stored is told until something is stored: not by a duplicate, nor by what is refused", async () => {
  const delivery = { headers: new Headers(), body: new Uint8Array() };
  const outcomes: (Receipt["status"] | SyncErrorCode)[] = [];
  const watched = watchStoring(async () => {
    const outcome = outcomes.shift()!;
    if (outcome === "stored" || outcome === "duplicate" || outcome === "ignored") return { status: outcome };
    throw new SyncError(outcome, "No.", { retry: "now" });
  });
  const after = async (...some: typeof outcomes) => {
    outcomes.push(...some);
    while (outcomes.length > 0) await watched.ingest(delivery).catch(() => {});
    return watched.isStoring;
  };
  expect(watched.isStoring).toBe(true);
  expect(await after("signature_invalid", "stored", "internal")).toBe(true);
  expect(await after("store_unavailable")).toBe(false);
  expect(await after("duplicate", "signature_invalid")).toBe(false);
  expect(await after("stored")).toBe(true);
  expect(await after("store_unavailable", "ignored")).toBe(true);
});

test("what is wrong reaches whoever delivers", async () => {
  const error = new SyncError("store_unavailable", "The disk is full.", { retry: "now" });
  const { ingest } = watchStoring(() => Promise.reject(error));
  await expect(ingest({ headers: new Headers(), body: new Uint8Array() })).rejects.toBe(error);
});
