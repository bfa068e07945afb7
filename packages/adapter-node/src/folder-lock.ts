import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SyncError } from "@openphone-notion/core";

/** SQLite's code for a file that another connection has locked. */
const BUSY = 5;

/**
 * Takes a lock that one process of this machine can have on a data folder; `undefined` where another has it. The
 * operating system gives it back when the process dies, however it dies. Answers what releases it. Throws
 * `store_unavailable` where the lock's file cannot be written: then nobody can tell whether another has it.
 */
export function takeFolderLock(dataDir: string, name: string): (() => void) | undefined {
  const path = join(dataDir, `${name}.lock`);
  let file: DatabaseSync | undefined;
  makeFolder(dataDir);
  try {
    const opened = new DatabaseSync(path, { timeout: 0 });
    file = opened;
    // An open exclusive transaction is a portable file lock. Of a file that can only be read it locks nothing, unsaid,
    // so something is written; nothing is ever committed.
    opened.exec("pragma journal_mode = memory; begin exclusive; pragma user_version = 1");
    return () => opened.close();
  } catch (cause) {
    file?.close();
    if ((cause as { errcode?: number }).errcode === BUSY) return undefined;
    throw unwritable(`The lock ${path}`, cause);
  }
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unwritable(`The data folder ${dataDir}`, cause);
  }
}

const unwritable = (what: string, cause: unknown): SyncError =>
  new SyncError(
    "store_unavailable",
    `${what} cannot be written; check who owns it and its folder, and that the disk is not full.`,
    { retry: "after", retryAfterMs: 60_000, cause },
  );
