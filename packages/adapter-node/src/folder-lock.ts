import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** SQLite's code for a file that another connection has locked. */
const BUSY = 5;

/**
 * Takes a lock that one process of this machine can have on a data folder; `undefined` where another has it. The
 * operating system gives it back when the process dies, however it dies. Answers what releases it.
 */
export function takeFolderLock(dataDir: string, name: string): (() => void) | undefined {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(dataDir, `${name}.lock`), { timeout: 0 });
  try {
    // Nothing is ever written: an open exclusive transaction is a portable file lock.
    file.exec("pragma journal_mode = memory; begin exclusive");
    return () => file.close();
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode === BUSY) return undefined;
    throw error;
  }
}
