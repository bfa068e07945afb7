import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReconcileParts, ReconcileRequest, runReconcile } from "@openphone-notion/core";
import { silentLogger } from "@openphone-notion/core";
import { createManualClock, createMemoryStateStore } from "@openphone-notion/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { beginHistoryJob } from "../history-job.js";
import { scheduledReconcile } from "./scheduled-reconcile.js";

const HOUR = 3_600_000;
const START = Date.parse("2026-11-01T00:00:00Z");

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "scheduled-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

function scheduled({ fails = () => false }: { fails?: () => boolean } = {}) {
  const clock = createManualClock(START);
  const store = createMemoryStateStore();
  const requests: ReconcileRequest[] = [];
  const reconcile = async (_parts: ReconcileParts, request: ReconcileRequest) => {
    requests.push(request);
    if (fails()) throw new Error("down");
    return { status: "done", report: { counts: {}, range: { since: request.since, until: clock.now() } } };
  };
  const task = scheduledReconcile(
    {
      ...{ store, clock, logger: silentLogger, settings: { dataDir } },
      history: () => ({}) as ReconcileParts,
    },
    reconcile as unknown as typeof runReconcile,
  );
  /** Looks once an hour. */
  const pass = async (hours: number) => {
    for (let hour = 0; hour < hours; hour++) {
      await clock.advance(HOUR);
      await task.run(new AbortController().signal).catch(() => {});
    }
  };
  return { store, requests, task, pass };
}

test("every six hours the last day, once a day everything since the earliest import", async () => {
  const { store, requests, task, pass } = scheduled();
  const since = START - 1_000 * HOUR;
  await store.saveImport({
    ...{ id: "import-1", kind: "import", status: "done", startedAt: START, updatedAt: START },
    ...{ request: { since }, progress: null },
  });
  await task.run(new AbortController().signal);
  expect(requests).toEqual([]);
  await pass(24);
  expect(requests.map((request) => request.since)).toEqual([
    START - 18 * HOUR,
    START - 12 * HOUR,
    START - 6 * HOUR,
    since,
  ]);
  expect(requests.every(({ fix, keepEdits }) => fix && keepEdits)).toBe(true);
  // An import that has been deleted from the list is not forgotten.
  await store.purge({ before: START + 25 * HOUR, limit: 100 });
  await pass(24);
  expect(requests.filter((request) => request.since === since)).toHaveLength(2);
});

test("what an import of certain numbers, or up to a certain day, has left out is not fetched", async () => {
  const { store, requests, pass } = scheduled();
  const since = START - 1_000 * HOUR;
  const limits = [{ phoneNumbers: ["PN1"] }, { until: START - HOUR }, { until: START + HOUR }];
  for (const [index, limit] of limits.entries()) {
    await store.saveImport({
      ...{ id: `import-${index}`, kind: "import", status: "done", startedAt: START, updatedAt: START },
      ...{ request: { since: since + index, ...limit }, progress: null },
    });
  }
  await pass(25);
  // The third was of everything up to its own time.
  expect(Math.min(...requests.map((request) => request.since))).toBe(since + 2);
});

test("a pass that fails is made again", async () => {
  let down = true;
  const { requests, pass } = scheduled({ fails: () => down });
  await pass(8);
  // Six hours after the first look, and again an hour later.
  expect(requests).toHaveLength(2);
  down = false;
  await pass(6);
  expect(requests).toHaveLength(3);
});

test("waits while somebody reconciles by hand", async () => {
  const { requests, pass } = scheduled();
  const byHand = beginHistoryJob(dataDir, "reconcile");
  await pass(8);
  expect(requests).toEqual([]);
  byHand.end();
  await pass(1);
  expect(requests).toHaveLength(1);
});
