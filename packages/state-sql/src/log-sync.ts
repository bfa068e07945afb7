import { closeSync, fdatasync, openSync } from "node:fs";

/** Brings a write-ahead log onto the disk while the thread goes on. */
export interface LogSync {
  /** Resolves when all that is in the log by now is on the disk. Who asks while one wait is under way shares the next. */
  reached(): Promise<void>;
  /** Ends when the wait under way has ended. */
  close(): Promise<void>;
}

/**
 * A failure is for good: the system may have dropped what it could not write, and says so only once. Only when the
 * database is opened again is anything promised again. `onFailure` is told the first, which is the last.
 */
export function openLogSync(path: string, onFailure: (error: unknown) => void): LogSync {
  // For writing, which Windows asks of those who sync.
  const file = openSync(path, "r+");
  let underWay = Promise.resolve();
  let next: Promise<void> | undefined;

  const begin = (): Promise<void> => {
    next = undefined;
    underWay = new Promise((resolve, reject) => {
      fdatasync(file, (error) => {
        if (!error) return resolve();
        reject(error);
        onFailure(error);
      });
    });
    return underWay;
  };

  return {
    reached() {
      next ??= underWay.then(begin);
      return next;
    },
    async close() {
      await Promise.allSettled([next ?? underWay]);
      closeSync(file);
    },
  };
}
