import { type ImportProgress, runImport } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { createOutput } from "../output/output.js";
import { createProgressLine } from "../output/progress-line.js";
import { readRange } from "../range.js";
import { withSync } from "../running/with-sync.js";
import type { StateOptions } from "../with-state.js";
import { progressObject, progressText, summaryLines } from "./describe.js";

export interface ImportCommandOptions extends StateOptions {
  since: string;
  until?: string;
  numbers?: readonly string[];
  dryRun?: boolean;
}

/** Brings a time range into Notion, or with `dryRun` says what that would do. */
export function importRange(options: ImportCommandOptions): Promise<number> {
  const numbers = options.numbers?.flatMap((text) => text.split(",")).filter((text) => text.trim() !== "");
  const request = {
    ...readRange(options, Date.now()),
    ...(numbers ? { phoneNumbers: numbers } : {}),
    ...(options.dryRun ? { dryRun: true } : {}),
  };
  const output = createOutput(options);
  const line = createProgressLine();
  const role = options.dryRun ? { drives: false } : ({ drives: true, job: "import" } as const);
  return withSync({ ...options, ...role }, async (sync) => {
    if (sync.besideAnother) output.remark("Another process works on this data folder: it does the writing.");
    const onProgress = (progress: ImportProgress) => {
      output.object({ type: "progress", ...progressObject(progress) });
      if (!output.json) line.show(progressText(progress));
    };
    try {
      const { status, progress } = await runImport(sync.history, request, {
        signal: sync.signal,
        onProgress,
      });
      line.clear();
      output.object({ type: "result", status, ...progressObject(progress) });
      if (options.dryRun) output.line("Nothing was written. This is what an import would do:");
      if (status === "stopped") output.line("Stopped; the same command goes on from here. So far:");
      for (const text of summaryLines(progress)) output.line(text);
      if (status === "stopped") return EXIT.interrupted;
      const { counts, failing, gapCount, elsewhere = [] } = progress;
      return counts.parked + failing + gapCount + elsewhere.length > 0 ? EXIT.findings : EXIT.done;
    } finally {
      line.clear();
    }
  });
}
