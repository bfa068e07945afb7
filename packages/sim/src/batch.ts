import { digestAtOnce } from "./digest-at-once.ts";
import type { Finding } from "./findings.ts";
import { runSeed } from "./run-seed.ts";
import type { Mode } from "./world.ts";

/** Seeds for one process to run, one after another. */
export interface Batch {
  from: number;
  count: number;
  mode: Mode;
  skewMs?: number;
}

export interface BatchResult {
  count: number;
  /** Seeds with findings. */
  failed: { seed: number; findings: readonly Finding[] }[];
  notionRequests: number;
  virtualMs: number;
}

export async function runBatch({ from, count, mode, skewMs }: Batch): Promise<BatchResult> {
  const result: BatchResult = { count, failed: [], notionRequests: 0, virtualMs: 0 };
  for (let seed = from; seed < from + count; seed++) {
    const { findings, notionRequests, virtualMs } = await runSeed(seed, {
      mode,
      ...(skewMs === undefined ? {} : { skewMs }),
    });
    if (findings.length > 0) result.failed.push({ seed, findings });
    result.notionRequests += notionRequests;
    result.virtualMs += virtualMs;
  }
  return result;
}

/** As a child process: works on what it is sent. */
if (process.send) {
  digestAtOnce();
  process.on("message", (batch: Batch) => {
    runBatch(batch).then(
      (result) => process.send?.(result),
      (error: Error) => {
        process.stderr.write(`seeds from ${batch.from}: ${error.stack}\n`);
        process.exit(2);
      },
    );
  });
}
