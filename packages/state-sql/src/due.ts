import type { ActivityKey, ActivityState, DueActivity } from "@openphone-notion/core";
import { ACTIVITY_COLUMNS, activityOf } from "./activity-row.js";
import { free } from "./lease.js";
import { priorityAt } from "./priority-column.js";
import type { SqlSession } from "./sql-session.js";

export async function due(
  { db, connection, run }: SqlSession,
  { now, limit }: { now: number; limit: number },
): Promise<DueActivity[]> {
  const [found] = await run([
    db
      .selectFrom("activities")
      .select(["activity_key", "priority", "due_at"])
      .where("connection", "=", connection)
      .where("due_at", "<=", now)
      .where(free(now))
      .orderBy("priority")
      .orderBy("due_at")
      .limit(limit)
      .$narrowType<{ due_at: number }>(),
  ]);
  return found.rows.map((row) => ({
    key: row.activity_key,
    priority: priorityAt(row.priority),
    dueAt: row.due_at,
  }));
}

export async function activity(
  { db, connection, run }: SqlSession,
  key: ActivityKey,
): Promise<ActivityState | undefined> {
  const [found] = await run([
    db
      .selectFrom("activities")
      .select(ACTIVITY_COLUMNS)
      .where("connection", "=", connection)
      .where("activity_key", "=", key),
  ]);
  const row = found.rows[0];
  return row && activityOf(row);
}
