import { expect, test } from "vitest";
import { artefactStatusRank, hasFile } from "./artefact-status.js";
import { callStatusRank, isTerminalCallStatus } from "./call-status.js";
import { messageStatusRank } from "./message-status.js";

const ascending = (rank: (status: string) => number, statuses: string[]) => {
  const ranks = statuses.map(rank);
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(new Set(ranks).size).toBe(ranks.length);
};

test("a call moves forward, and the more telling end stays", () => {
  ascending(callStatusRank, [
    ...["queued", "initiated", "ringing", "in-progress", "never-heard-of", "unknown", "completed"],
    ...["unanswered", "no-answer", "answered", "forwarded", "ai-handled"],
  ]);
  const ends = ["busy", "failed", "canceled", "abandoned", "missed", "no-answer"];
  expect(new Set(ends.map(callStatusRank)).size).toBe(1);
  expect([...ends, "unknown", "completed"].every(isTerminalCallStatus)).toBe(true);
  expect(["queued", "ringing", "in-progress", "never-heard-of"].some(isTerminalCallStatus)).toBe(false);
});

test("a message moves forward, and a retry can still deliver a failed one", () => {
  ascending(messageStatusRank, [
    ...["queued", "sending", "sent", "partially_delivered", "failed", "delivered", "read", "received"],
  ]);
  expect(messageStatusRank("never-heard-of")).toBeLessThan(messageStatusRank("sent"));
});

test("an artefact moves forward, and content beats its absence", () => {
  ascending(artefactStatusRank, ["in-progress", "processing", "absent", "failed", "completed", "deleted"]);
});

test("only what is whole and not gone is a file", () => {
  expect([undefined, "completed", "stopped", "never-heard-of"].every(hasFile)).toBe(true);
  expect(["absent", "deleted", "failed", "in-progress", "paused", "processing"].some(hasFile)).toBe(false);
});
