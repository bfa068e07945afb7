import type { Purged, PurgeOptions } from "@openphone-notion/core";
import { sql } from "kysely";
import type { SqlSession } from "./sql-session.js";

export async function purge(
  { db, connection, run }: SqlSession,
  { before, limit }: PurgeOptions,
): Promise<Purged> {
  const events = db
    .selectFrom("webhook_events")
    .select("seq")
    .where("connection", "=", connection)
    .where("received_at", "<", before)
    .where("processed_at", "is not", null)
    .limit(limit);
  const runs = db
    .selectFrom("sync_history")
    .select("seq")
    .where("connection", "=", connection)
    .where("at", "<", before)
    .limit(limit);
  const ended = db
    .selectFrom("imports")
    .select("id")
    .where("connection", "=", connection)
    .where("updated_at", "<", before)
    .where("status", "<>", sql.lit("running"))
    .limit(limit);
  const unused = db
    .selectFrom("canvas_cache")
    .select("identifier")
    .where("connection", "=", connection)
    .where("used_at", "<", before)
    .limit(limit);
  const [purgedEvents, history, imports, lookups] = await run([
    db.deleteFrom("webhook_events").where("seq", "in", events),
    db.deleteFrom("sync_history").where("seq", "in", runs),
    db.deleteFrom("imports").where("connection", "=", connection).where("id", "in", ended),
    db.deleteFrom("canvas_cache").where("connection", "=", connection).where("identifier", "in", unused),
  ]);
  return {
    events: purgedEvents.changes,
    history: history.changes,
    imports: imports.changes,
    lookups: lookups.changes,
  };
}
