import { chmodSync, mkdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { type SyncError, toSyncError } from "@openphone-notion/core";
import { isSelect } from "./is-select.js";
import { type LogSync, openLogSync } from "./log-sync.js";
import { toStoreError } from "./node-sqlite-error.js";
import type { SqlDriver, SqlResult, SqlStatement } from "./sql-driver.js";

export { isDamaged } from "./node-sqlite-error.js";

export interface NodeSqliteOptions {
  /** How long a write waits for another process, in milliseconds; the thread stands still meanwhile. Default 5,000. */
  busyTimeoutMs?: number;
  /**
   * Called once, when the disk has refused to keep what was written: every batch that is to last rejects from then on,
   * until a new process opens the database and reads what is really there.
   */
  onRefused?: (error: SyncError) => void;
}

/** Enough for every statement of the store with the usual lengths of lists. */
const PREPARED_STATEMENTS = 200;

/**
 * Opens a SQLite file with node:sqlite, made with its folder where absent; `:memory:` is a database that
 * ends with its driver. Every batch is committed to the write-ahead log at once, and one that lasts resolves when
 * the log is on the disk: SQLite's own sync would hold up the whole thread, once for every commit.
 */
export function openNodeSqlite(
  path: string,
  { busyTimeoutMs = 5_000, onRefused }: NodeSqliteOptions = {},
): SqlDriver {
  const { database, log } = open(path, busyTimeoutMs, (error) =>
    onRefused?.(toSyncError(toStoreError(error, basename(path)))),
  );
  const prepare = preparedStatements(database);

  function execute({ sql, parameters }: SqlStatement): SqlResult {
    const { statement, hasRows } = prepare(sql);
    const values = parameters as SQLInputValue[];
    if (!hasRows) {
      return { rows: [], changes: Number(statement.run(...values).changes) };
    }
    const rows = statement.all(...values);
    return { rows, changes: rows.length };
  }

  function transaction(statements: readonly SqlStatement[]): SqlResult[] {
    // Taking the write lock at once means that no later statement can fail for want of it.
    prepare("begin immediate").statement.run();
    try {
      const results = statements.map(execute);
      prepare("commit").statement.run();
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
        const results = statements.length > 1 ? transaction(statements) : statements.map(execute);
        // Even a write that changed nothing: what it found in its place may be younger than the last sync.
        if (lasting && !statements.every(isSelect)) await log?.reached();
        return results;
      } catch (error) {
        // By its name alone: whoever delivers may be shown this.
        throw toStoreError(error, basename(path));
      }
    },
    async close() {
      if (!database.isOpen) return;
      database.close();
      await log?.close();
    },
  };
}

function open(
  path: string,
  busyTimeoutMs: number,
  onSyncFailed: (error: unknown) => void,
): { database: DatabaseSync; log?: LogSync } {
  let database: DatabaseSync | undefined;
  try {
    const onDisk = path !== ":memory:";
    if (onDisk) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
    // It holds phone numbers and texts. SQLite gives its companions (-wal, -shm) the same permissions.
    if (onDisk) chmodSync(path, 0o600);
    const mode = database.prepare("pragma journal_mode = wal").get()?.journal_mode;
    // In memory there is no log, and some file systems cannot have one: then SQLite syncs by itself.
    if (mode !== "wal") return { database };
    database.exec("pragma synchronous = normal; select 1 from sqlite_schema");
    // A file of its own: SQLite locks only the other two, whose locks closing another handle would drop.
    return { database, log: openLogSync(`${path}-wal`, onSyncFailed) };
  } catch (error) {
    database?.close();
    throw toStoreError(error, path);
  }
}

interface Prepared {
  statement: StatementSync;
  /** Whether it selects or returns something. */
  hasRows: boolean;
}

/** Prepares each text once; the one unused for longest makes way. */
function preparedStatements(database: DatabaseSync): (sql: string) => Prepared {
  const statements = new Map<string, Prepared>();
  const prepare = (sql: string): Prepared => {
    const statement = database.prepare(sql);
    return { statement, hasRows: statement.columns().length > 0 };
  };
  return (sql) => {
    const prepared = statements.get(sql) ?? prepare(sql);
    statements.delete(sql);
    statements.set(sql, prepared);
    if (statements.size > PREPARED_STATEMENTS) statements.delete(statements.keys().next().value!);
    return prepared;
  };
}
