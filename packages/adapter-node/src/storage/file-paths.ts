import { basename, dirname, join } from "node:path";
import { SyncError } from "@openphone-notion/core";

/** Names that begin with a dot would climb out of the folder or collide with the storage's own files. */
export const isPlainName = (name: string): boolean =>
  name !== "" && !name.startsWith(".") && !/[\u0000-\u001f\\]/.test(name);

/** Where the file of `key` lies. Throws for a key that is not a relative path of plain names. */
export function filePath(directory: string, key: string): string {
  const names = key.split("/");
  if (names.every(isPlainName)) return join(directory, ...names);
  const problem = "A storage key must be names joined by single slashes, none beginning with a dot.";
  throw new SyncError("internal", problem, { retry: "never" });
}

/** The hidden file beside `path` that says what the file system cannot. */
export const companionPath = (path: string): string => join(dirname(path), `.${basename(path)}.json`);
