import type { Purged } from "@openphone-notion/core";
import { sql } from "kysely";
import type { SqlSession } from "./sql-session.js";

export async function purge({ db, connection, run }: SqlSession, before: number): Promise<Purged> {
  const [events, history, imports] = await run([
    db
      .deleteFrom("webhook_events")
      .where("connection", "=", connection)
      .where("received_at", "<", before)
      .where("processed_at", "is not", null),
    db.deleteFrom("sync_history").where("connection", "=", connection).where("at", "<", before),
    db
      .deleteFrom("imports")
      .where("connection", "=", connection)
      .where("updated_at", "<", before)
      .where("status", "<>", sql.lit("running")),
    db.deleteFrom("canvas_cache").where("connection", "=", connection).where("used_at", "<", before),
  ]);
  return { events: events.changes, history: history.changes, imports: imports.changes };
}
