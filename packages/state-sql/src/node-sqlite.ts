import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { toStoreError } from "./node-sqlite-error.js";
import type { SqlDriver, SqlResult, SqlStatement } from "./sql-driver.js";

export interface NodeSqliteOptions {
  /** How long a write waits for another process, in milliseconds; the thread stands still meanwhile. Default 5,000. */
  busyTimeoutMs?: number;
}

/** Enough for every statement of the store with the usual lengths of lists. */
const PREPARED_STATEMENTS = 200;

/**
 * Opens a SQLite file with node:sqlite, made with its folder where absent; `:memory:` is a database that
 * ends with its driver. A resolved batch is on the disk (write-ahead log, synced at the commit), but for those
 * that need not last: they are in the log, and synced with the next that does.
 */
export function openNodeSqlite(path: string, { busyTimeoutMs = 5_000 }: NodeSqliteOptions = {}): SqlDriver {
  const database = open(path, busyTimeoutMs);
  const prepare = preparedStatements(database);

  function execute({ sql, parameters }: SqlStatement): SqlResult {
    const statement = prepare(sql);
    const values = parameters as SQLInputValue[];
    if (statement.columns().length === 0) {
      return { rows: [], changes: Number(statement.run(...values).changes) };
    }
    const rows = statement.all(...values);
    return { rows, changes: rows.length };
  }

  let synced = true;
  function sync(lasting: boolean): void {
    if (lasting === synced) return;
    database.exec(`pragma synchronous = ${lasting ? "full" : "normal"}`);
    synced = lasting;
  }

  function transaction(statements: readonly SqlStatement[]): SqlResult[] {
    // Taking the write lock at once means that no later statement can fail for want of it.
    database.exec("begin immediate");
    try {
      const results = statements.map(execute);
      database.exec("commit");
      return results;
    } catch (error) {
      // Some errors, a full disk among them, have rolled back already.
      if (database.isTransaction) database.exec("rollback");
      throw error;
    }
  }

  return {
    dialect: "sqlite",
    async batch(statements, { lasting } = { lasting: true }) {
      try {
        sync(lasting);
        return statements.length > 1 ? transaction(statements) : statements.map(execute);
      } catch (error) {
        throw toStoreError(error);
      }
    },
    async close() {
      if (database.isOpen) database.close();
    },
  };
}

function open(path: string, busyTimeoutMs: number): DatabaseSync {
  try {
    const onDisk = path !== ":memory:";
    if (onDisk) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
    // It holds phone numbers and texts. SQLite gives its companions (-wal, -shm) the same permissions.
    if (onDisk) chmodSync(path, 0o600);
    database.exec("pragma journal_mode = wal; pragma synchronous = full");
    return database;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Prepares each text once; the one unused for longest makes way. */
function preparedStatements(database: DatabaseSync): (sql: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.delete(sql);
    statements.set(sql, statement);
    if (statements.size > PREPARED_STATEMENTS) statements.delete(statements.keys().next().value!);
    return statement;
  };
}
