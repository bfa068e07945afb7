import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { SyncError } from "@openphone-notion/core";

/** No write pauses for so long; another process may be writing into the same folder now. */
const LEFTOVER_AFTER_MS = 60 * 60_000;

const FOLDER = ".incoming";
const OWN_NAME = /^[0-9a-f-]{36}\.part$/;

/**
 * Bytes after which a file is synced while it is still coming. Without that all of it would wait in memory for the sync
 * at its end, and on some file systems the sync of another file, such as the inbox's, for all of that.
 */
const SYNC_EVERY = 2 * 1024 * 1024;

/** A file that is complete and safe on disk, but not under its name yet. */
export interface IncomingFile {
  path: string;
  size: number;
}

/**
 * Where files are written before they get their name: a hidden folder in the storage's own, so that the rename
 * stays within one file system. Making it removes what crashed writes of more than an hour ago left there.
 */
export function openIncomingFiles(directory: string) {
  const folder = join(directory, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const modified = OWN_NAME.test(name) ? statSync(path, { throwIfNoEntry: false })?.mtimeMs : undefined;
    if (modified !== undefined && modified < Date.now() - LEFTOVER_AFTER_MS) rmSync(path, { force: true });
  }

  /** One at a time: each takes one of Node's four threads for files, of which the inbox's sync needs one at once. */
  let syncing: Promise<unknown> = Promise.resolve();
  function inTurn(sync: () => Promise<void>): Promise<void> {
    const synced = syncing.then(sync);
    syncing = synced.catch(() => {});
    return synced;
  }

  return {
    /** Writes `body` through to the disk; when that fails, or its length is not `contentLength`, nothing is left. */
    async write(body: AsyncIterable<Uint8Array>, contentLength?: number): Promise<IncomingFile> {
      const path = join(folder, `${randomUUID()}.part`);
      try {
        return { path, size: await writeThrough(path, body, contentLength, inTurn) };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },
  };
}

async function writeThrough(
  path: string,
  body: AsyncIterable<Uint8Array>,
  contentLength: number | undefined,
  inTurn: (sync: () => Promise<void>) => Promise<void>,
): Promise<number> {
  const file = await open(path, "wx", 0o600);
  try {
    let size = 0;
    let synced = 0;
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (contentLength !== undefined && size > contentLength) break;
      await file.appendFile(chunk);
      if (size - synced < SYNC_EVERY) continue;
      await inTurn(() => file.datasync());
      synced = size;
    }
    if (contentLength !== undefined && size !== contentLength) {
      const problem = "The body is not as long as its contentLength; nothing was stored.";
      throw new SyncError("media_truncated", problem, { retry: "after" });
    }
    await inTurn(() => file.sync());
    return size;
  } finally {
    await file.close();
  }
}
