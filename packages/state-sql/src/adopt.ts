import { type AdoptedRow, priorityOrder } from "@openphone-notion/core";
import { sql } from "kysely";
import { chunks } from "./chunks.js";
import { RELEASED } from "./lease.js";
import type { SqlSession } from "./sql-session.js";

export async function adopt(
  { db, connection, run }: SqlSession,
  rows: readonly AdoptedRow[],
  now: number,
): Promise<boolean[]> {
  if (rows.length === 0) return [];
  // One statement may not write a row twice (Postgres refuses that); of several pages of a key the first counts.
  const first = new Map<string, AdoptedRow>();
  for (const row of rows) if (!first.has(row.key)) first.set(row.key, row);
  const results = await run(
    chunks([...first.values()], 5).map((some) =>
      db
        .insertInto("activities")
        .values(
          some.map(({ key, kind, pageId }) => ({
            connection,
            activity_key: key,
            kind,
            status: sql.lit("pending"),
            priority: sql.lit(priorityOrder("standard")),
            page_id: pageId,
            updated_at: now,
          })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(["connection", "activity_key"])
            .doUpdateSet((eb) => ({
              page_id: eb.ref("excluded.page_id"),
              updated_at: eb.ref("excluded.updated_at"),
              // Whoever had it and let it expire did not see this page: he may not write an intent any more.
              ...RELEASED,
            }))
            .where("activities.page_id", "is", null)
            .where("activities.intent", "is", null)
            .where((eb) =>
              eb.or([eb("activities.lease_until", "is", null), eb("activities.lease_until", "<=", now)]),
            ),
        )
        .returning("activity_key"),
    ),
  );
  const taken = new Set(results.flatMap((result) => result.rows.map(({ activity_key }) => activity_key)));
  return rows.map((row) => first.get(row.key) === row && taken.has(row.key));
}
