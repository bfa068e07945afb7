/** One statement with its bound values, at most 100 of them (the limit of Cloudflare D1). */
export interface SqlStatement {
  sql: string;
  parameters: readonly unknown[];
}

export interface SqlResult {
  /** What a `select` or a `returning` clause answered. */
  rows: Record<string, unknown>[];
  /** Rows inserted, updated or deleted; where the statement answers rows, how many those are. */
  changes: number;
}

/** All that the store asks of a database: to run a list of statements as one. */
export interface SqlDriver {
  readonly dialect: "sqlite";
  /**
   * Runs the statements in order as one serializable transaction: all or none, each seeing what those before
   * it wrote. Resolves when that is durable, unless `lasting` says that a power failure may undo it: then a
   * database may spare the wait for the disk, but never keeps this without what was committed before. Rejects with a `SyncError` of code `store_unavailable` when the
   * database is closed, locked, full or out of reach; any other rejection is a defect.
   */
  batch(statements: readonly SqlStatement[], options?: { lasting: boolean }): Promise<SqlResult[]>;
  /** Closing twice is no error. */
  close(): Promise<void>;
}
