import { type HistoryRequest, type Logger, rangeOf, runImport, toSyncError } from "@openphone-notion/core";
import { beginHistoryJob, type HistoryJob } from "./history-job.js";
import type { NodeParts } from "./node-parts.js";

/** Imports that are asked for over HTTP: one at a time, beside everything else that the process does. */
export interface BackgroundImport {
  /** Resolves when it is under way; rejects for a range or a number that cannot be. */
  start(request: HistoryRequest): Promise<"begun" | "busy">;
  /** What is under way goes on with the next equal request. */
  stop(): Promise<void>;
}

export function createBackgroundImport(
  parts: Pick<NodeParts, "settings" | "history" | "logger">,
): BackgroundImport {
  const ending = new AbortController();
  let underWay: Promise<void> = Promise.resolve();

  async function run(job: HistoryJob, request: HistoryRequest): Promise<void> {
    try {
      const { status, progress } = await runImport(parts.history(job.owner), request, {
        signal: ending.signal,
      });
      parts.logger.info("import.ended", { status, ...progress.counts });
    } catch (error) {
      failed(parts.logger, error);
    } finally {
      job.end();
    }
  }

  return {
    async start(request) {
      await rangeOf(parts.history(), request);
      const job = beginUnlessTaken(parts.settings.dataDir);
      if (!job) return "busy";
      underWay = run(job, request);
      return "begun";
    },
    async stop() {
      ending.abort();
      await underWay;
    },
  };
}

const failed = (logger: Logger, error: unknown): void => {
  const { code, message } = toSyncError(error);
  logger.error("import.failed", { code, reason: message });
};

function beginUnlessTaken(dataDir: string): HistoryJob | undefined {
  try {
    return beginHistoryJob(dataDir, "import");
  } catch (error) {
    if (toSyncError(error).code === "lease_lost") return undefined;
    throw error;
  }
}
