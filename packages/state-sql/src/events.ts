import type { EventPage, EventQuery } from "@openphone-notion/core";
import { sql } from "kysely";
import { pageOf, pageSize } from "./page.js";
import type { SqlSession } from "./sql-session.js";

export async function events(
  { db, connection, run }: SqlSession,
  { key, id, failed, cursor, limit }: EventQuery,
): Promise<EventPage> {
  const size = pageSize(limit);
  // As an expression it suits no index, and that is meant: all indexes would have to be sorted, bodies and all,
  // where walking the table backwards finds a page of the newest at once.
  const walked = key === undefined && !failed ? sql<string>`connection || ''` : "connection";
  let matching = db
    .selectFrom("webhook_events")
    .select([
      "seq",
      "id",
      "event_id",
      "type",
      "system",
      "activity_key",
      "body",
      "received_at",
      "processed_at",
    ])
    .where(walked, "=", connection)
    .orderBy("seq", "desc")
    .limit(size + 1);
  if (key !== undefined) matching = matching.where("activity_key", "=", key);
  if (id !== undefined)
    matching = matching.where((eb) => eb.or([eb("id", "=", id), eb("event_id", "=", id)]));
  if (cursor !== undefined) matching = matching.where("seq", "<", Number(cursor));
  if (failed) {
    const failing = db
      .selectFrom("activities")
      .select("activity_key")
      .where("connection", "=", connection)
      .where("error_at", "is not", null);
    matching = matching.where("processed_at", "is", null).where("activity_key", "in", failing);
  }

  const [found] = await run([matching]);
  const { page, ...next } = pageOf(found.rows, size, ({ seq }) => String(seq));
  return {
    events: page.map((row) => ({
      id: row.id,
      eventId: row.event_id,
      type: row.type,
      system: row.system,
      body: row.body,
      receivedAt: row.received_at,
      ...(row.activity_key !== null && {
        key: row.activity_key,
        ...(row.processed_at !== null && { processedAt: row.processed_at }),
      }),
    })),
    ...next,
  };
}
