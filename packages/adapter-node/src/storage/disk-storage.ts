import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Storage, StoredObject } from "@openphone-notion/core";
import { unlessAbsent } from "./absent-file.js";
import { type Companion, readCompanion } from "./companion.js";
import { fileBody, openFile } from "./file-body.js";
import { companionPath, filePath } from "./file-paths.js";
import { type IncomingFile, openIncomingFiles } from "./incoming-files.js";
import { walkFiles } from "./walk-files.js";

export interface DiskStorageOptions {
  /** Made when it is missing. It must lie in one file system, and its files are for this user only. */
  directory: string;
}

const PAGE_SIZE = 1000;

/**
 * Files under a folder, each under its key as path. Type and metadata lie beside each in a hidden
 * `.{name}.json`. A file is written elsewhere in the folder, synced, and then renamed, so it appears whole or not
 * at all, also after a crash.
 */
export function createDiskStorage({ directory }: DiskStorageOptions): Storage {
  const incoming = openIncomingFiles(directory);
  /** A file and its companion are two renames: one pair after the other, so that each stays a pair for its readers. */
  let naming: Promise<unknown> = Promise.resolve();
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const done = naming.then(work);
    naming = done.catch(() => {});
    return done;
  }

  async function describe(key: string, size: number): Promise<StoredObject> {
    return { key, size, ...(await readCompanion(filePath(directory, key), size)) };
  }

  async function head(key: string): Promise<StoredObject | undefined> {
    const stats = await unlessAbsent(stat(filePath(directory, key)));
    return stats?.isFile() ? describe(key, stats.size) : undefined;
  }

  return {
    async put(key, body, { contentType, contentLength, metadata: told = {}, lateMetadata }) {
      const path = filePath(directory, key);
      const file = await incoming.write(body, contentLength);
      const { size } = file;
      try {
        const metadata = { ...told, ...(await lateMetadata?.()) };
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const text = JSON.stringify({ size, contentType, metadata } satisfies Companion);
        const companion = await incoming.write(new Blob([text]).stream());
        await alone(() => nameFiles(path, file, companion));
        return { key, size, contentType, metadata };
      } catch (error) {
        await rm(file.path, { force: true });
        throw error;
      }
    },

    head: (key) => alone(() => head(key)),

    async get(key, asked) {
      const opened = await alone(async () => {
        const found = await openFile(filePath(directory, key));
        try {
          return found && { ...found, object: await describe(key, found.size) };
        } catch (error) {
          await found?.file.close();
          throw error;
        }
      });
      if (!opened) return undefined;
      const { file, size, object } = opened;
      try {
        const range = { start: asked?.start ?? 0, end: Math.min(asked?.end ?? size - 1, size - 1) };
        if (asked && (range.start < 0 || range.start > range.end)) {
          throw new RangeError("The range lies outside the file.");
        }
        return { object, ...(asked && { range }), body: fileBody(file, range) };
      } catch (error) {
        await file.close();
        throw error;
      }
    },

    async delete(key) {
      const path = filePath(directory, key);
      await alone(async () => {
        const stats = await unlessAbsent(stat(path));
        if (!stats?.isFile()) return;
        await rm(companionPath(path), { force: true });
        await rm(path, { force: true });
      });
    },

    async list(prefix, cursor) {
      const objects: StoredObject[] = [];
      for await (const key of walkFiles(directory, prefix, cursor)) {
        const last = objects.at(-1);
        if (objects.length === PAGE_SIZE && last) return { objects, cursor: last.key };
        const object = await alone(() => head(key));
        if (object) objects.push(object);
      }
      return { objects };
    },

    async stats(prefix) {
      let objects = 0;
      let bytes = 0;
      for await (const key of walkFiles(directory, prefix)) {
        const stats = await unlessAbsent(stat(filePath(directory, key)));
        if (!stats) continue;
        objects++;
        bytes += stats.size;
      }
      return { objects, bytes };
    },
  };
}

/** The rename of the file itself comes last: it is what makes the key appear. */
async function nameFiles(path: string, file: IncomingFile, companion: IncomingFile): Promise<void> {
  await rename(companion.path, companionPath(path));
  await rename(file.path, path);
  await syncFolder(dirname(path));
}

/** Makes renames last through a power cut. Windows cannot open a folder and does so by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
