import type { ActivityKey, PastRun } from "@openphone-notion/core";
import type { SqlSession } from "./sql-session.js";

export async function history(
  { db, connection, run }: SqlSession,
  key: ActivityKey,
  limit: number,
): Promise<PastRun[]> {
  const [found] = await run([
    db
      .selectFrom("sync_history")
      .select(["action", "notion_requests", "duration_ms", "at"])
      .where("connection", "=", connection)
      .where("activity_key", "=", key)
      .orderBy("seq", "desc")
      .limit(limit),
  ]);
  return found.rows.map(({ action, notion_requests, duration_ms, at }) => ({
    action,
    notionRequests: notion_requests,
    durationMs: duration_ms,
    at,
  }));
}
