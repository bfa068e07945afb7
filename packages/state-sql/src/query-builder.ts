import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { SqlDriver } from "./sql-driver.js";
import type { Tables } from "./tables.js";

const DIALECTS = {
  sqlite: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
};

/** A Kysely that only builds and compiles; running the statements is the driver's part. */
export const createQueryBuilder = (dialect: SqlDriver["dialect"]): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: DIALECTS[dialect] });
