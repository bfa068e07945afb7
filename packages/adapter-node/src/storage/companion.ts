import { readFile } from "node:fs/promises";
import { unlessAbsent } from "./absent-file.js";
import { companionPath } from "./file-paths.js";

/** What the storage knows of a file beyond its bytes. */
export interface Companion {
  /** Of the file that this was written for. */
  size: number;
  contentType: string;
  metadata: Record<string, string>;
}

/**
 * The companion of the file at `path`. It is written before its file, so after a crash between the two it may
 * belong to a file that never came; then, and when it is missing, only the bytes are known.
 */
export async function readCompanion(path: string, size: number): Promise<Omit<Companion, "size">> {
  const text = await unlessAbsent(readFile(companionPath(path), "utf8"));
  const companion = text === undefined ? undefined : parse(text);
  if (companion?.size !== size) return { contentType: "application/octet-stream", metadata: {} };
  return { contentType: companion.contentType, metadata: companion.metadata };
}

function parse(text: string): Companion | undefined {
  try {
    return JSON.parse(text) as Companion;
  } catch {
    return undefined;
  }
}
