import { type ReconcileReport, runReconcile } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { createOutput } from "../output/output.js";
import { createProgressLine } from "../output/progress-line.js";
import { readLast } from "../range.js";
import { withSync } from "../running/with-sync.js";
import type { StateOptions } from "../with-state.js";
import { adviceLines, openDifferences, progressText, summaryLines } from "./describe.js";

export interface ReconcileCommandOptions extends StateOptions {
  last: string;
  fix?: boolean;
  keepEdits?: boolean;
}

/** Compares the last hours of OpenPhone with Notion. Exit code 3 where a difference is left. */
export function reconcile(options: ReconcileCommandOptions): Promise<number> {
  const { since } = readLast(options.last, Date.now());
  const output = createOutput(options);
  const line = createProgressLine();
  return withSync({ ...options, drives: options.fix === true, job: "reconcile" }, async (sync) => {
    if (sync.besideAnother) output.remark("Another process works on this data folder: it does the writing.");
    const onProgress = (report: ReconcileReport) => {
      output.object({ type: "progress", ...reportObject(report), differences: undefined });
      if (!output.json) line.show(progressText(report));
    };
    try {
      await sync.history.contacts?.check();
      const { status, report } = await runReconcile(
        sync.history,
        { since, fix: options.fix === true, keepEdits: options.keepEdits === true },
        { signal: sync.signal, onProgress },
      );
      line.clear();
      output.object({ type: "result", status, ...reportObject(report) });
      if (status === "stopped") output.line("Stopped before the end. So far:");
      for (const text of summaryLines(report)) output.line(text);
      if (status === "stopped") return EXIT.interrupted;
      for (const text of adviceLines(report, options.fix === true)) output.line(text);
      return openDifferences(report) > 0 ? EXIT.findings : EXIT.done;
    } finally {
      line.clear();
    }
  });
}

const reportObject = ({ range, ...report }: ReconcileReport) => ({
  ...report,
  range: { since: new Date(range.since).toISOString(), until: new Date(range.until).toISOString() },
});
