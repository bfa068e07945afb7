import { join } from "node:path";
import type { SharedNote } from "@openphone-notion/core";
import { openNodeSqlite } from "@openphone-notion/state-sql/node-sqlite";

/** Notes that all processes at work on one data folder share, also those that follow one another. */
export interface FolderNotes {
  note(name: string): SharedNote;
  close(): Promise<void>;
}

/** A file of its own: it changes with every request, and nothing in it is worth a wait for the disk. */
const FILE = "windows.db";

/** Rejects with `store_unavailable` where the folder cannot be written, as every use of a note does. */
export async function openFolderNotes(dataDir: string): Promise<FolderNotes> {
  const driver = openNodeSqlite(join(dataDir, FILE));
  const run = async (sql: string, ...parameters: unknown[]) =>
    (await driver.batch([{ sql, parameters }], { lasting: false }))[0]!;
  await run(
    "create table if not exists notes (name text primary key, text text not null, version integer not null) strict",
  );
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
