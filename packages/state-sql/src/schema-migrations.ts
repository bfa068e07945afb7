import { type CompiledQuery, type Kysely, sql } from "kysely";
import type { Migration } from "./migrations/migration.js";
import type { Tables } from "./tables.js";

/** Where it stands what has been applied. */
export const schemaMigrations = ({ schema }: Kysely<Tables>): CompiledQuery =>
  schema
    .createTable("schema_migrations")
    .ifNotExists()
    .addColumn("version", "integer", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .compile();

/** All that a migration does, its mark first: who comes second with the same one collides with it. */
export const steps = (db: Kysely<Tables>, { version, name, statements }: Migration): CompiledQuery[] => [
  db
    .insertInto("schema_migrations")
    .values({ version: sql.lit(version), name: sql.lit(name) })
    .compile(),
  ...statements(db),
];
