import {
  beginHistoryJob,
  createNodeParts,
  createPinoLogger,
  drive,
  type NodeParts,
  readSettings,
} from "@openphone-notion/adapter-node";
import type { ReconcileParts } from "@openphone-notion/core";
import { loadConfig, readEnvironment } from "../load-config.js";
import type { StateOptions } from "../with-state.js";
import { onInterrupt } from "./interrupt.js";

/** How long ending may take before what is under way is left to the next start. */
const STOP_WITHIN_MS = 8_000;

export interface RunningSync extends Omit<NodeParts, "history"> {
  history: ReconcileParts;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
  /** Whether another process (`serve`, say) brings things to Notion, and this one only hands them over. */
  readonly besideAnother: boolean;
}

export interface SyncOptions extends StateOptions {
  /**
   * Whether this process, where no other is at it, also brings what is due to Notion meanwhile; where another is, it
   * takes that over should the other end.
   */
  drives: boolean;
  /** What only one process at a time may do. */
  job?: "import" | "reconcile";
}

/** Runs `work` with everything a sync is made of, and ends in good order whatever becomes of it. */
export async function withSync(
  options: SyncOptions,
  work: (sync: RunningSync) => Promise<number>,
): Promise<number> {
  const config = await loadConfig(options.config);
  const environment = readEnvironment(options.settings);
  const settings = readSettings(config, environment, { receives: false });
  // Standard output has the answer, so log lines go to standard error, and only if they were asked for.
  const level = environment.LOG_LEVEL || config.logLevel ? settings.logLevel : "silent";
  const logger = config.logger ?? createPinoLogger(level, { fd: 2 });
  const job = options.job && beginHistoryJob(settings.dataDir, options.job);
  const parts = await createNodeParts(settings, { ...config, logger });
  const interrupt = onInterrupt(() =>
    process.stderr.write("\nEnding what is under way; Ctrl-C once more ends at once.\n"),
  );
  try {
    const begun = !options.drives || (await drive(parts));
    // Nobody brings it to Notion then, and nobody would be waited for.
    if (!begun && parts.role.failure) throw parts.role.failure;
    return await work({
      ...parts,
      history: parts.history(job?.owner),
      signal: interrupt.signal,
      get besideAnother() {
        return options.drives && !begun && !parts.role.held;
      },
    });
  } finally {
    await Promise.race([
      parts.role.stop(),
      new Promise((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref()),
    ]);
    await parts.close();
    job?.end();
    interrupt.release();
  }
}
