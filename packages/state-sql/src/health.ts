import type { QueueHealth } from "@openphone-notion/core";
import { sql } from "kysely";
import type { SqlSession } from "./sql-session.js";

/** What is only due later than this, with nothing unfinished, is not waiting. */
const SOON_MS = 60_000;

export async function health({ db, connection, run }: SqlSession, now: number): Promise<QueueHealth> {
  const activities = db.selectFrom("activities").where("connection", "=", connection);
  const events = db.selectFrom("webhook_events").where("connection", "=", connection);
  const waiting = activities.where("due_at", "is not", null);
  const [depth, oldest, parked, failed, stored, unprocessed] = await run([
    waiting
      .where(({ eb, or }) =>
        or([
          eb("due_at", "<=", now + SOON_MS),
          eb("status", "=", sql.lit("pending")),
          eb("error_at", "is not", null),
          eb("event_due_at", "is not", null),
        ]),
      )
      .select(({ fn }) => fn.countAll<number>().as("count")),
    waiting.where("due_at", "<=", now).select(({ fn }) => fn.min("due_at").as("due_at")),
    activities.where("status", "=", sql.lit("parked")).select(({ fn }) => fn.countAll<number>().as("count")),
    activities
      .where("error_at", "is not", null)
      .select(["error_code", "error_at"])
      .orderBy("error_at", "desc")
      .limit(1)
      .$narrowType<{ error_code: string; error_at: number }>(),
    events.select(({ fn }) => fn.countAll<number>().as("count")),
    events.where("processed_at", "is", null).select(({ fn }) => fn.countAll<number>().as("count")),
  ]);
  const oldestDueAt = oldest.rows[0]?.due_at ?? undefined;
  const lastError = failed.rows[0];
  return {
    depth: depth.rows[0]?.count ?? 0,
    ...(oldestDueAt !== undefined && { oldestDueAt }),
    parked: parked.rows[0]?.count ?? 0,
    ...(lastError && { lastError: { code: lastError.error_code, at: lastError.error_at } }),
    events: { stored: stored.rows[0]?.count ?? 0, waiting: unprocessed.rows[0]?.count ?? 0 },
  };
}
