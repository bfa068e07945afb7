import type { Difference, ReconcileReport } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { adviceLines } from "./describe.js";

const counts = { missed: 0, behind: 0, stale: 0, edited: 0, missing: 0, trashed: 0, parked: 0, elsewhere: 0 };

const second = (fixed: boolean): ReconcileReport => {
  const differences: Difference[] = [{ kind: "doubled", key: "call:AC1", pageId: "p1", fixed }];
  return {
    differences,
    counts: { ...counts, doubled: 1, fixed: fixed ? 1 : 0 },
  } as unknown as ReconcileReport;
};

test("a second row that is not ours to throw away is said to be the user's", () => {
  expect(adviceLines(second(true), true)).toEqual(["All repaired."]);
  expect(adviceLines(second(false), true)).toEqual([
    expect.stringMatching(/^Second rows stay unless we made/),
  ]);
});

test("rows in another database are no repair's, and no agreement either", () => {
  const report = { differences: [], counts: { ...counts, doubled: 0, fixed: 0, elsewhere: 2 } };
  for (const fix of [false, true]) {
    expect(adviceLines(report as unknown as ReconcileReport, fix)).toEqual([
      expect.stringMatching(/^Rows in another database/),
    ]);
  }
});
