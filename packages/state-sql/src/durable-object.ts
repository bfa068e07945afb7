import { toStoreError } from "./cloudflare-error.js";
import { isSelect } from "./is-select.js";
import type { SqlDriver, SqlResult, SqlStatement } from "./sql-driver.js";

/** What is used of a Durable Object's `ctx.storage`; Cloudflare's `DurableObjectStorage` has it. */
export interface DurableObjectSqlite {
  sql: { exec(sql: string, ...values: unknown[]): { toArray(): Record<string, unknown>[] } };
  transactionSync<Result>(run: () => Result): Result;
}

/**
 * Runs the store in the SQLite database of a Durable Object, made with `new_sqlite_classes`. A batch never yields, so
 * nothing else of the object runs within it. It resolves before the disk has it, which nobody can see: the object's
 * output gate holds back every answer and every request until it does. There is nothing to close.
 */
export function openDurableObjectSqlite(storage: DurableObjectSqlite): SqlDriver {
  const execute = (statement: SqlStatement): SqlResult => {
    const rows = storage.sql.exec(statement.sql, ...statement.parameters).toArray();
    if (rows.length > 0 || isSelect(statement)) return { rows, changes: rows.length };
    const [last] = storage.sql.exec("select changes() as changes").toArray();
    return { rows, changes: Number(last?.changes) };
  };
  return {
    dialect: "sqlite",
    async batch(statements) {
      try {
        return storage.transactionSync(() => statements.map(execute));
      } catch (error) {
        throw toStoreError(error);
      }
    },
    async close() {},
  };
}
