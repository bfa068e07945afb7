import type { ActivityKey, ActivityPage, ActivityQuery } from "@openphone-notion/core";
import { sql } from "kysely";
import { ACTIVITY_COLUMNS, activityOf } from "./activity-row.js";
import { chunks } from "./chunks.js";
import { pageOf, pageSize } from "./page.js";
import type { SqlSession } from "./sql-session.js";

export async function activities(
  { db, connection, run }: SqlSession,
  { keys, kind, statuses, updatedSince, cursor, limit }: ActivityQuery,
): Promise<ActivityPage> {
  if (keys?.length === 0 || statuses?.length === 0) return { activities: [] };
  const size = pageSize(limit);
  let matching = db
    .selectFrom("activities")
    .select(ACTIVITY_COLUMNS)
    .where("connection", "=", connection)
    .orderBy("activity_key")
    .limit(size + 1);
  if (kind !== undefined) matching = matching.where("kind", "=", kind);
  if (statuses !== undefined) {
    const [status, ...others] = new Set(statuses);
    matching =
      status === "parked" && others.length === 0
        ? // Written out, for that is what the index on parked activities is bound to.
          matching.where("status", "=", sql.lit("parked"))
        : matching.where("status", "in", [...new Set(statuses)]);
  }
  if (updatedSince !== undefined) matching = matching.where("updated_at", ">=", updatedSince);
  if (cursor !== undefined) matching = matching.where("activity_key", ">", cursor as ActivityKey);

  const results = await run(
    keys === undefined
      ? [matching]
      : chunks([...new Set(keys)].sort()).map((some) => matching.where("activity_key", "in", some)),
  );
  // The chunks are cut from sorted keys, so their rows follow one another in order.
  const rows = results.flatMap((result) => result.rows);
  const { page, ...next } = pageOf(rows, size, (row) => row.activity_key);
  return { activities: page.map(activityOf), ...next };
}
