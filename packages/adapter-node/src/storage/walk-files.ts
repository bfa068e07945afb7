import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { unlessAbsent } from "./absent-file.js";
import { isPlainName } from "./file-paths.js";

/**
 * Keys of the files below `directory` that begin with `prefix` and come after `after`, in key order. Folders in
 * which there can be none are not read.
 */
export async function* walkFiles(
  directory: string,
  prefix: string,
  after = "",
  folder = "",
): AsyncGenerator<string> {
  const entries = (await unlessAbsent(readdir(join(directory, folder), { withFileTypes: true }))) ?? [];
  const keys = entries
    .filter((entry) => isPlainName(entry.name) && (entry.isFile() || entry.isDirectory()))
    // With its slash a folder sorts as the keys in it do.
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}`)
    .sort((a, b) => (a < b ? -1 : 1));
  for (const key of keys) {
    if (key.endsWith("/")) {
      const canMatch = key.startsWith(prefix) || prefix.startsWith(key);
      if (canMatch && (key > after || after.startsWith(key))) yield* walkFiles(directory, prefix, after, key);
    } else if (key.startsWith(prefix) && key > after) yield key;
  }
}
