import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { SharedNote } from "@openphone-notion/core";
import type { SqlDriver } from "@openphone-notion/state-sql";
import { isDamaged, openNodeSqlite } from "@openphone-notion/state-sql/node-sqlite";

/** Notes that all processes at work on one data folder share, also those that follow one another. */
export interface FolderNotes {
  note(name: string): SharedNote;
  close(): Promise<void>;
}

/** A file of its own: it changes with every request, and nothing in it is worth a wait for the disk. */
const FILE = "windows.db";

/**
 * Rejects with `store_unavailable` where the folder cannot be written, as every use of a note does. A file that is
 * damaged is begun anew.
 */
export async function openFolderNotes(dataDir: string): Promise<FolderNotes> {
  const path = join(dataDir, FILE);
  const driver = await openTable(path).catch(async (error: unknown) => {
    if (!isDamaged(error)) throw error;
    await Promise.all(["", "-wal", "-shm"].map((companion) => rm(path + companion, { force: true })));
    return openTable(path);
  });
  const run = async (sql: string, ...parameters: unknown[]) =>
    (await driver.batch([{ sql, parameters }], { lasting: false }))[0]!;
  const note = (name: string): SharedNote => ({
    async read() {
      const [found] = (await run("select text, version from notes where name = ?", name)).rows;
      return found ? { text: String(found.text), version: Number(found.version) } : { version: 0 };
    },
    async write(text, version) {
      const { changes } = await run(
        `insert into notes (name, text, version) select ?, ?, 1 where ? = 0 or exists (select * from notes where name = ?)
          on conflict (name) do update set text = excluded.text, version = version + 1 where version = ?`,
        ...[name, text, version, name, version],
      );
      return changes > 0;
    },
  });
  return { note, close: () => driver.close() };
}

const TABLE =
  "create table if not exists notes (name text primary key, text text not null, version integer not null) strict";

async function openTable(path: string): Promise<SqlDriver> {
  const driver = openNodeSqlite(path);
  try {
    // Read whole: what is damaged may lie anywhere in it.
    const statements = [TABLE, "select * from notes"].map((sql) => ({ sql, parameters: [] }));
    await driver.batch(statements, { lasting: false });
    return driver;
  } catch (error) {
    await driver.close();
    throw error;
  }
}
