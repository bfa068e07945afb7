import { type Clock, type Logger, toSyncError } from "@openphone-notion/core";

/** Runs `task` every `everyMs`, never twice at once; a failure is logged and the schedule goes on. Returns what stops it. */
export function every(
  everyMs: number,
  task: () => Promise<unknown>,
  { clock, logger, name }: { clock: Clock; logger: Logger; name: string },
): () => void {
  let stopped = false;
  let cancel = () => {};
  const again = () => {
    if (!stopped) cancel = clock.after(everyMs, run);
  };
  const run = () => {
    task()
      .catch((error: unknown) =>
        logger.error("schedule.failed", { task: name, code: toSyncError(error).code }),
      )
      .finally(again);
  };
  again();
  return () => {
    stopped = true;
    cancel();
  };
}
