import { type Clock, type Logger, toSyncError } from "@openphone-notion/core";

/**
 * Runs `task` every `everyMs`, the first time `atOnce` or after that time, never twice at once; a failure is logged and the schedule goes on. Returns what stops
 * it: its promise resolves when the run that is under way has ended.
 */
export function every(
  everyMs: number,
  task: () => Promise<unknown>,
  { clock, logger, name, atOnce = false }: { clock: Clock; logger: Logger; name: string; atOnce?: boolean },
): () => Promise<void> {
  let stopped = false;
  let cancel = () => {};
  let underWay = Promise.resolve();
  const again = () => {
    if (!stopped) cancel = clock.after(everyMs, run);
  };
  const run = () => {
    underWay = task()
      .catch((error: unknown) =>
        logger.error("schedule.failed", { task: name, code: toSyncError(error).code }),
      )
      .then(again);
  };
  if (atOnce) run();
  else again();
  return () => {
    stopped = true;
    cancel();
    return underWay;
  };
}
