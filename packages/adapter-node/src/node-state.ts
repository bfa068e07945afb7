import { existsSync } from "node:fs";
import { join } from "node:path";
import { type StateStore, SyncError } from "@openphone-notion/core";
import { createSqlStateStore, migrate } from "@openphone-notion/state-sql";
import { type NodeSqliteOptions, openNodeSqlite } from "@openphone-notion/state-sql/node-sqlite";

/** The state of a data folder by itself: for programs that look and do not sync. */
export interface NodeState {
  store: StateStore;
  close(): Promise<void>;
}

const databaseOf = (dataDir: string): string => join(dataDir, "openphone-notion.db");

/** Whether anything has been kept in a data folder yet. */
export const hasNodeState = (dataDir: string): boolean => existsSync(databaseOf(dataDir));

/** Opens the database of a data folder and brings its tables up to date. With `mustExist`, rejects where there is none. */
export async function openNodeState(
  dataDir: string,
  { mustExist = false, onRefused }: { mustExist?: boolean } & Pick<NodeSqliteOptions, "onRefused"> = {},
): Promise<NodeState> {
  if (mustExist && !hasNodeState(dataDir)) {
    throw new SyncError(
      "invalid_configuration",
      `There is no data in ${dataDir} yet; set DATA_DIR to the folder that serve or import uses.`,
      { retry: "never" },
    );
  }
  const driver = openNodeSqlite(databaseOf(dataDir), onRefused ? { onRefused } : {});
  await migrate(driver);
  const store = createSqlStateStore({ driver });
  return {
    store,
    async close() {
      await store.close();
      await driver.close();
    },
  };
}
