import type { Difference, DifferenceKind, ReconcileReport } from "@openphone-notion/core";
import { showTime } from "../output/time.js";

const PHASES: Record<ReconcileReport["phase"], string> = {
  reading: "reading OpenPhone",
  writing: "waiting for repairs",
  comparing: "comparing with Notion",
  done: "done",
};

export function progressText({ phase, read, counts, notionRequests }: ReconcileReport): string {
  const differences = differenceCount(counts);
  return [
    phase === "reading" ? `${PHASES[phase]} ${Math.floor(read * 100)} %` : PHASES[phase],
    `${counts.read} found`,
    `${counts.compared} rows compared`,
    `${differences} differences`,
    `${notionRequests} Notion requests`,
  ].join(" · ");
}

const MEANINGS: Record<DifferenceKind, string> = {
  missed: "never heard of",
  behind: "known in part",
  stale: "row not up to date",
  edited: "row edited in Notion",
  missing: "row is gone",
  trashed: "row thrown away",
  doubled: "second row",
  elsewhere: "row lies in another database",
  parked: "given up; see dlq list",
};

/** Differences of all kinds but those that are as somebody wanted them. */
export const differenceCount = (counts: ReconcileReport["counts"]): number =>
  counts.missed +
  counts.behind +
  counts.stale +
  counts.edited +
  counts.missing +
  counts.doubled +
  counts.elsewhere +
  counts.parked;

/** What is still different after a run. */
export const openDifferences = ({ counts }: ReconcileReport): number =>
  differenceCount(counts) - counts.fixed;

export function summaryLines(report: ReconcileReport): string[] {
  const { range, counts, differences, gapCount, gaps, notionRequests } = report;
  const total = differenceCount(counts) + counts.trashed;
  return [
    `${showTime(range.since)} to ${showTime(range.until)}: ${counts.read} in OpenPhone, ${counts.compared} rows compared, ${notionRequests} Notion requests`,
    ...(counts.unchecked > 0
      ? [`${counts.unchecked} were being worked on and are left for the next time`]
      : []),
    ...differences.map(differenceLine),
    ...(total > differences.length ? [`… and ${total - differences.length} more`] : []),
    ...(gapCount > 0 ? [`${gapCount} things that OpenPhone cannot show:`] : []),
    ...[...new Set(gaps.map(({ reason }) => reason))].map((reason) => `  ${reason}`),
  ];
}

const differenceLine = ({ kind, key, columns, fixed }: Difference): string =>
  `  ${key}  ${MEANINGS[kind]}${columns ? ` (${columns.join(", ")})` : ""}${fixed ? "  → repaired" : ""}`;

/** The last word, and what to do about the differences that are left. */
export function adviceLines(report: ReconcileReport, fix: boolean): string[] {
  const { counts, differences } = report;
  const isLeft = differences.some(({ kind, fixed }) => kind === "doubled" && !fixed);
  const reparable = openDifferences(report) - counts.missing - counts.elsewhere;
  const gone = counts.missing + counts.trashed;
  return [
    ...(openDifferences(report) === 0 ? [counts.fixed > 0 ? "All repaired." : "No differences."] : []),
    ...(!fix && reparable > 0 ? [`${reparable} differences. To repair them: add --fix`] : []),
    ...(fix && isLeft
      ? ["Second rows stay unless we made them: throw the one away that you do not want, or clear its id."]
      : []),
    ...(counts.elsewhere > 0
      ? [
          "Rows in another database than the one that is set stay there, and are updated there (docs/cli.md, import).",
        ]
      : []),
    ...(gone > 0 ? ["Rows that are gone stay so; with ON_TRASHED=recreate, --fix makes them again."] : []),
  ];
}
