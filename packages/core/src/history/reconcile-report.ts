import type { ActivityKey } from "../key.js";
import type { HistoryGap, HistoryRange } from "../openphone/history/history-source.js";

/** A way in which Notion does not show what it should. */
export type DifferenceKind =
  /** OpenPhone has it and we had not heard of it. */
  | "missed"
  /** OpenPhone knows more of it than we do. */
  | "behind"
  /** We know what the row should show, and it has not been written, e.g. since the mapping has changed. */
  | "stale"
  /** The row shows something else than what we wrote: somebody edited it, or the write was lost. */
  | "edited"
  /** The row cannot be found, neither live nor in the trash; told once, since it is left so as one thrown away is. */
  | "missing"
  /** Somebody threw the row away; it stays so. */
  | "trashed"
  /** A further live row of the same activity, by the same author; left alone unless that is us. */
  | "doubled"
  /** The row lies in another database than the one that is set; it is updated there, and never repaired. */
  | "elsewhere"
  /** Attempts are used up; a replay tries again. */
  | "parked";

/** Free of values: keys and names of columns only. */
export interface Difference {
  kind: DifferenceKind;
  key: ActivityKey;
  /** Of the row in question, where there is one. */
  pageId?: string;
  /** Names of the columns that differ. */
  columns?: string[];
  /** Whether a repair was set going. */
  fixed: boolean;
}

export interface ReconcileCounts extends Record<DifferenceKind, number> {
  /** Activities that OpenPhone listed. */
  read: number;
  /** Rows compared with what they should show. */
  compared: number;
  /** Left for the next time, because they were being worked on or had changed a moment ago. */
  unchecked: number;
  /** Differences that a repair was set going for. Rows that somebody threw away are not among them, made again or not. */
  fixed: number;
}

export interface ReconcileReport {
  /** `writing` comes twice: what OpenPhone told is written before rows are compared, and rows are mended after. */
  phase: "reading" | "writing" | "comparing" | "done";
  range: HistoryRange;
  /** How much of the range has been read, in [0, 1]; an estimate. */
  read: number;
  counts: ReconcileCounts;
  /** The first of them; `counts` has all. */
  differences: readonly Difference[];
  /** What the surface cannot show; the first of `gapCount`. */
  gaps: readonly HistoryGap[];
  gapCount: number;
  /** Notion requests of this process meanwhile. */
  notionRequests: number;
}

const MAX_DIFFERENCES = 1_000;
const MAX_GAPS = 100;

/** Gathers a report. */
export class ReconcileFindings {
  readonly report: ReconcileReport;

  /** Of a range, or going on from what was found until now. */
  constructor(range: HistoryRange, until?: ReconcileReport) {
    this.report = until ?? {
      ...{ phase: "reading", range, read: 0, differences: [], gaps: [], gapCount: 0, notionRequests: 0 },
      counts: {
        ...{ read: 0, compared: 0, unchecked: 0, fixed: 0 },
        ...{
          missed: 0,
          behind: 0,
          stale: 0,
          edited: 0,
          missing: 0,
          trashed: 0,
          doubled: 0,
          parked: 0,
          elsewhere: 0,
        },
      },
    };
  }

  add(difference: Difference): void {
    const { counts, differences } = this.report;
    counts[difference.kind]++;
    if (difference.fixed && difference.kind !== "trashed") counts.fixed++;
    if (differences.length < MAX_DIFFERENCES) this.report.differences = [...differences, difference];
  }

  addGaps(gaps: readonly HistoryGap[]): void {
    this.report.gapCount += gaps.length;
    this.report.gaps = [...this.report.gaps, ...gaps].slice(0, MAX_GAPS);
  }
}
