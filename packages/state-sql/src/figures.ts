import type { Figures } from "@openphone-notion/core";
import { sql } from "kysely";
import type { SqlSession } from "./sql-session.js";

export async function figures(
  { db, connection, run }: SqlSession,
  { from, to }: { from: number; to: number },
): Promise<Figures> {
  const events = db
    .selectFrom("webhook_events")
    .where("connection", "=", connection)
    .where("received_at", ">=", from)
    .where("received_at", "<", to)
    .select(({ fn }) => fn.countAll<number>().as("count"));
  const activities = db
    .selectFrom("activities")
    .where("connection", "=", connection)
    .select(({ fn }) => fn.countAll<number>().as("count"));
  // Events apart by whether they wait: there is an index for each.
  const [processed, waiting, runs, parked, owed] = await run([
    events.where("processed_at", "is not", null),
    events.where("processed_at", "is", null),
    db
      .selectFrom("sync_history")
      .where("connection", "=", connection)
      .where("at", ">=", from)
      .where("at", "<", to)
      .groupBy("action")
      .select(({ fn }) => [
        "action",
        fn.countAll<number>().as("count"),
        fn.sum<number>("notion_requests").as("notion_requests"),
        fn.sum<number>("duration_ms").as("duration_ms"),
      ]),
    activities
      .where("status", "=", sql.lit("parked"))
      .where("error_at", ">=", from)
      .where("error_at", "<", to),
    activities.where("status", "=", sql.lit("synced")).where("due_at", "is not", null),
  ]);
  const total = (name: "notion_requests" | "duration_ms") =>
    runs.rows.reduce((sum, row) => sum + row[name], 0);
  return {
    events: (processed.rows[0]?.count ?? 0) + (waiting.rows[0]?.count ?? 0),
    runs: Object.fromEntries(runs.rows.map(({ action, count }) => [action, count])),
    notionRequests: total("notion_requests"),
    durationMs: total("duration_ms"),
    parked: parked.rows[0]?.count ?? 0,
    owed: owed.rows[0]?.count ?? 0,
  };
}
