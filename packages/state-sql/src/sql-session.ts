import { SyncError } from "@openphone-notion/core";
import type { Compilable, Kysely } from "kysely";
import { createQueryBuilder } from "./query-builder.js";
import type { SqlDriver } from "./sql-driver.js";
import type { Tables } from "./tables.js";

/** One result for each query, typed by what the query selects or returns. */
export type SqlResults<Queries extends readonly Compilable<unknown>[]> = {
  -readonly [Index in keyof Queries]: {
    rows: Queries[Index] extends Compilable<infer Row> ? Row[] : never;
    changes: number;
  };
};

/** What every operation of the store works with. */
export interface SqlSession {
  db: Kysely<Tables>;
  /** Every row that is read or written carries this connection id. */
  connection: string;
  /** Runs the queries as one atomic batch; an operation calls this at most once. */
  run<const Queries extends readonly Compilable<unknown>[]>(queries: Queries): Promise<SqlResults<Queries>>;
  /**
   * The same without waiting for the disk: for leases and outcomes. Should a power failure undo one, the intent
   * before it is still there, so the next run finds out what was done; a killed process undoes nothing.
   */
  runUnsynced<const Queries extends readonly Compilable<unknown>[]>(
    queries: Queries,
  ): Promise<SqlResults<Queries>>;
  /** From now on `run` is refused. */
  end(): void;
}

export function createSqlSession(driver: SqlDriver, connection: string): SqlSession {
  let ended = false;
  const runWith =
    (lasting: boolean) =>
    async <const Queries extends readonly Compilable<unknown>[]>(queries: Queries) => {
      if (ended) {
        throw new SyncError("store_unavailable", "The state store is closed; open it again.", {
          retry: "now",
        });
      }
      const statements = queries.map((query) => query.compile());
      return (await driver.batch(statements, { lasting })) as SqlResults<Queries>;
    };
  return {
    db: createQueryBuilder(driver.dialect),
    connection,
    run: runWith(true),
    runUnsynced: runWith(false),
    end() {
      ended = true;
    },
  };
}
