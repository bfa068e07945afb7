import type { Migration } from "./migrations/migration.js";
import { createQueryBuilder } from "./query-builder.js";
import { schemaMigrations, steps } from "./schema-migrations.js";

/** A migration as a file for `wrangler d1 migrations apply`; after it, `migrate` has nothing to do. */
export function migrationFile(migration: Migration): { name: string; text: string } {
  const db = createQueryBuilder("sqlite");
  const statements = [schemaMigrations(db), ...steps(db, migration)].map(({ sql }) => sql.trim());
  return { name: `${migration.name}.sql`, text: `${statements.join(";\n")};\n` };
}
