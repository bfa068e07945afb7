export { migrate } from "./migrate.js";
export type { SqlDriver, SqlResult, SqlStatement } from "./sql-driver.js";
export { createSqlStateStore, type SqlStateStoreOptions } from "./state-store.js";
