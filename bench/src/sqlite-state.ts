import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StateStore } from "@openphone-notion/core";
import { createSqlStateStore, migrate } from "@openphone-notion/state-sql";
import { openNodeSqlite } from "@openphone-notion/state-sql/node-sqlite";

/** Runs `work` on an empty state store on SQLite in memory. */
export async function onSqlite<Result>(work: (store: StateStore) => Promise<Result>): Promise<Result> {
  const driver = openNodeSqlite(":memory:");
  try {
    await migrate(driver);
    return await work(createSqlStateStore({ driver }));
  } finally {
    await driver.close();
  }
}

/** A state store in a SQLite file of its own, synced at every commit, as the Node adapter opens it. */
export async function openSqliteState(): Promise<{
  store: StateStore;
  folder: string;
  close(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "openphone-notion-bench-"));
  const driver = openNodeSqlite(join(folder, "bench.db"));
  await migrate(driver);
  const store = createSqlStateStore({ driver });
  return {
    ...{ store, folder },
    async close() {
      await store.close();
      await driver.close();
      await rm(folder, { recursive: true });
    },
  };
}
