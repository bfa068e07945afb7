import type { Json } from "../json.js";
import { sleep } from "../ports/clock.js";
import { toSyncError } from "../sync-error.js";
import { checkMissing, checkRows } from "./check-rows.js";
import { ExpectedKeys } from "./expected-keys.js";
import { handOver } from "./hand-over.js";
import { holdingRole } from "./held-role.js";
import type { ReconcileParts } from "./history-parts.js";
import { type Planned, planItems } from "./import-plan.js";
import { type HistoryRequest, rangeOf, requestJson } from "./import-request.js";
import { openJournal } from "./journal.js";
import { knownMails } from "./known-mails.js";
import { type DifferenceKind, ReconcileFindings, type ReconcileReport } from "./reconcile-report.js";
import { createRepair } from "./repair.js";
import { Unfinished } from "./unfinished.js";

export interface ReconcileRequest extends HistoryRequest {
  /** Also repair what differs. */
  fix?: boolean;
  /** With `fix`: leave what somebody edited in Notion. For scheduled runs: an edit stays until its source changes. */
  keepEdits?: boolean;
}

export interface ReconcileOptions {
  signal?: AbortSignal;
  /** Goes on with an equal request that was stopped, where there is one; for platforms on which nothing runs for long. */
  goOn?: boolean;
  onProgress?(report: ReconcileReport): void;
}

export interface ReconcileOutcome {
  status: "done" | "stopped";
  report: ReconcileReport;
}

/** What is kept of a reconciliation that is to be gone on with. */
interface Kept {
  progress: ReconcileReport;
  memory: {
    /** Of the last page that was dealt with. */
    cursor?: Json;
    /** All pages are. */
    isRead: boolean;
    /** See `ExpectedKeys`. */
    chunks: number;
  };
}

const MOST_WAITING = 1_000;

/**
 * Compares a time range of OpenPhone with what we know of it, and what we know with what Notion shows: events that never
 * came, activities known in part, rows that differ, are missing or doubled. With `fix` it has them repaired by the
 * engine. The text of page bodies is not compared. Broken off, it is begun anew, or with `goOn` taken up again: from the
 * page of OpenPhone's history where it was, or at the comparing of rows.
 */
export async function runReconcile(
  parts: ReconcileParts,
  request: ReconcileRequest,
  { signal, goOn = false, onProgress = () => {} }: ReconcileOptions = {},
): Promise<ReconcileOutcome> {
  const range = await rangeOf(parts, request);
  const { fix = false, keepEdits = false } = request;
  return holdingRole(parts, "reconcile", signal, async (until) => {
    const journal = await openJournal<Kept>(parts, {
      ...{ kind: "reconcile", goOn },
      fresh: { progress: new ReconcileFindings(range).report, memory: { isRead: false, chunks: 0 } },
      request: { ...(requestJson(request) as object), fix, keepEdits },
    });
    const { memory } = journal.kept;
    const findings = new ReconcileFindings(range, journal.kept.progress);
    const requestsBefore = parts.notion.requests - findings.report.notionRequests;
    const report = (): ReconcileReport => ({
      ...structuredClone(findings.report),
      notionRequests: parts.notion.requests - requestsBefore,
    });
    const expected = new ExpectedKeys(parts.store);
    await expected.load(memory.chunks);
    const kept = (): Kept => ({ progress: report(), memory: { ...memory, chunks: expected.chunks } });
    const keep = async (status: "running" | "done" | "failed") => {
      if (goOn) await (status === "done" ? expected.clear() : expected.keep());
      await journal.save(status, kept());
    };
    const show = async () => {
      onProgress(report());
      if (goOn && journal.isDue()) await keep("running");
      else await journal.keep(kept);
    };
    try {
      await reconcile(parts, { fix, keepEdits }, { findings, memory, expected }, show, until);
      await keep("done");
      onProgress(report());
      return { status: "done", report: report() };
    } catch (thrown) {
      await keep(signal?.aborted && goOn ? "running" : "failed").catch(() => {});
      if (signal?.aborted) return { status: "stopped", report: report() };
      throw toSyncError(thrown);
    }
  });
}

async function reconcile(
  parts: ReconcileParts,
  { fix, keepEdits }: { fix: boolean; keepEdits: boolean },
  {
    findings,
    memory,
    expected,
  }: { findings: ReconcileFindings } & Pick<Kept, "memory"> & {
      expected: ExpectedKeys;
    },
  show: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { report } = findings;
  const { range } = report;
  const unfinished = new Unfinished(parts.store, parts.clock);
  const repair = createRepair(parts, { fix, keepEdits, expect: (key) => unfinished.add(key, false) });
  /** Until no more than `most` of what was repaired waits for the engine. */
  const settle = async (most: () => number, all: boolean) => {
    for (;;) {
      await unfinished.takeEnded({ all, dropLost: all });
      if (unfinished.stoppedBy) throw unfinished.stoppedBy;
      await show();
      if (unfinished.size <= most()) return;
      await sleep(parts.clock, unfinished.lookAfterMs, signal);
    }
  };

  if (!memory.isRead) report.phase = "reading";
  for await (const page of memory.isRead ? [] : parts.source.pages(range, memory.cursor)) {
    signal.throwIfAborted();
    const planned = await planItems(parts, page.items, () => false);
    const repaired = planned.filter((item) => {
      const kind = differenceOf(item);
      const { row, known, isNews } = item;
      if (kind) findings.add({ kind, key: row.key, fixed: fix && isNews });
      else if (known?.status === "synced" || known?.status === "trashed") expected.add(row.key);
      return kind !== undefined && fix && isNews;
    });
    await handOver(parts, repaired);
    for (const { row, known } of repaired) unfinished.add(row.key, known?.pageId === undefined);
    report.counts.read += page.items.length;
    report.read = page.done;
    findings.addGaps(page.gaps);
    memory.cursor = page.cursor;
    await settle(() => MOST_WAITING, false);
  }

  report.phase = "writing";
  await settle(() => unfinished.left, true);

  memory.isRead = true;
  report.phase = "comparing";
  await show();
  // Begun anew with each process: what is done to a row twice is done once.
  const missing = new Set(expected.keys);
  if (parts.comparedKinds.includes("mail")) {
    for await (const key of knownMails(parts.store, range.since)) missing.add(key);
  }
  for (const kind of parts.comparedKinds) {
    await checkRows(parts, kind, missing, { createdSince: range.since, findings, repair, signal });
    await show();
  }
  await checkMissing(parts, missing, { findings, repair, signal });

  report.phase = "writing";
  await settle(() => unfinished.left, true);
  report.phase = "done";
}

/** How what we know of an activity falls short of what OpenPhone says. One that is being worked on is not judged. */
function differenceOf({ known, isNews }: Planned): DifferenceKind | undefined {
  if (known?.status === "parked") return "parked";
  if (known?.dueAt !== undefined && known.status === "pending") return undefined;
  if (known?.status === "trashed" || !isNews) return undefined;
  return known?.record === undefined ? "missed" : "behind";
}
