import { SyncError } from "@openphone-notion/core";
import type { Kysely } from "kysely";
import { migrations } from "./migrations/all.js";
import { createQueryBuilder } from "./query-builder.js";
import { schemaMigrations, steps } from "./schema-migrations.js";
import type { SqlDriver } from "./sql-driver.js";
import type { Tables } from "./tables.js";

/**
 * Brings the database up to date, each missing migration in one batch, and answers the names of those that
 * it applied. Safe to run at every start, and by several processes at once. Rejects with `invalid_configuration` where a
 * later version of ours has been at work, whose tables this one does not know.
 */
export async function migrate(driver: SqlDriver): Promise<string[]> {
  const db = createQueryBuilder(driver.dialect);
  const applied: string[] = [];
  let known = await appliedVersions(driver, db);
  const newest = migrations.at(-1)?.version ?? 0;
  if ([...known].some((version) => Number(version) > newest)) {
    throw new SyncError(
      "invalid_configuration",
      "The database was made by a later version of openphone-notion: install that again, or restore the backup from before.",
      { retry: "never" },
    );
  }
  for (const migration of migrations) {
    const { version, name } = migration;
    if (known.has(version)) continue;
    try {
      await driver.batch(steps(db, migration));
      applied.push(name);
    } catch (error) {
      known = await appliedVersions(driver, db);
      // Another process was faster: its mark is what ours collided with.
      if (!known.has(version)) throw error;
    }
  }
  return applied;
}

async function appliedVersions(driver: SqlDriver, db: Kysely<Tables>): Promise<Set<unknown>> {
  const [, found] = await driver.batch([
    schemaMigrations(db),
    db.selectFrom("schema_migrations").select("version").compile(),
  ]);
  return new Set(found?.rows.map((row) => row.version));
}
