import type { ImportCounts, ImportProgress } from "@openphone-notion/core";
import { showDuration, showTime } from "../output/time.js";

const PHASES: Record<ImportProgress["phase"], string> = {
  adopting: "looking at what Notion has",
  reading: "reading",
  writing: "writing",
  done: "done",
};

/** One line: how far it is, what is left, and when it will be over. */
export function progressText({ phase, read, counts, ...progress }: ImportProgress): string {
  const { waiting, notionLeft, etaMs, errors } = progress;
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return [
    `${PHASES[phase]} ${Math.floor(read * 100)} %`,
    `${counts.read} found`,
    `${counts.created} created`,
    `${counts.updated} updated`,
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(failed > 0 ? [`${failed} with errors`] : []),
    ...(notionLeft === undefined ? [] : [`${notionLeft} requests left in Notion's window`]),
    ...(etaMs === undefined ? [] : [`about ${showDuration(etaMs)} to go`]),
  ].join(" · ");
}

const MEANINGS: [name: keyof ImportCounts, meaning: string][] = [
  ["read", "found in OpenPhone"],
  ["created", "rows created"],
  ["updated", "rows updated"],
  ["unchanged", "already complete"],
  ["adopted", "rows of an earlier tool taken over"],
  ["skipped", "left out by your filter, or without a database"],
  ["trashed", "left alone: you threw their rows away"],
  ["doubled", "second rows of one activity found in Notion"],
  ["parked", "given up: see openphone-notion dlq list"],
];

/** The end of an import, for people; kinds of count that did not occur are left out. */
export function summaryLines({
  range,
  counts,
  errors,
  gapCount,
  gaps,
  ...progress
}: ImportProgress): string[] {
  const { failing, notionRequests, elsewhere = [] } = progress;
  const width = Math.max(...Object.values(counts).map((count) => String(count).length));
  const rows = MEANINGS.filter(([name]) => name === "read" || counts[name] > 0).map(
    ([name, meaning]) => `  ${String(counts[name]).padStart(width)}  ${meaning}`,
  );
  return [
    `${showTime(range.since)} to ${showTime(range.until)}, ${notionRequests} Notion requests`,
    ...rows,
    ...(failing > 0 ? [`  ${failing} still failing; serve tries them again for a day`] : []),
    ...Object.entries(errors).map(([code, count]) => `  ${count} × ${code}`),
    ...elsewhere.map(
      (kind) =>
        `  Rows of ${kind}s lie in another database than the one that is set; they stay there (docs/cli.md, import).`,
    ),
    ...(gapCount > 0 ? [`  ${gapCount} things that OpenPhone cannot show:`] : []),
    ...[...new Set(gaps.map(({ reason }) => reason))].map((reason) => `    ${reason}`),
  ];
}

/** For programs: times as ISO instants, no cursor. */
export function progressObject({ range, gaps, ...rest }: ImportProgress): Record<string, unknown> {
  return {
    ...rest,
    range: {
      since: new Date(range.since).toISOString(),
      until: new Date(range.until).toISOString(),
      ...(range.phoneNumberIds ? { phoneNumberIds: range.phoneNumberIds } : {}),
    },
    gaps,
  };
}
