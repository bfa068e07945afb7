import { type Lease, priorityOrder, type Settlement } from "@openphone-notion/core";
import { chunks } from "./chunks.js";
import { assertHeld, held, RELEASED } from "./lease.js";
import type { SqlSession } from "./sql-session.js";

export async function settle(
  session: SqlSession,
  lease: Lease,
  settlement: Settlement,
  now: number,
): Promise<void> {
  // The activity comes last: it releases the lease, which is the condition of the others.
  const results = await session.runUnsynced([
    ...markProcessed(session, lease, settlement.processedEventIds, now),
    addHistory(session, lease, settlement, now),
    commitOutcome(session, lease, settlement, now),
  ]);
  assertHeld(results.at(-1)!);
}

const markProcessed = ({ db, connection }: SqlSession, lease: Lease, ids: readonly string[], now: number) =>
  chunks(ids).map((some) =>
    db
      .updateTable("webhook_events")
      .set({ processed_at: now })
      .where("connection", "=", connection)
      .where("id", "in", some)
      .where("activity_key", "=", lease.key)
      .where("processed_at", "is", null)
      .where(({ exists, selectFrom }) =>
        exists(selectFrom("activities").select("activities.activity_key").where(held(connection, lease))),
      ),
  );

const addHistory = ({ db, connection }: SqlSession, lease: Lease, { history }: Settlement, now: number) =>
  db
    .insertInto("sync_history")
    .columns(["connection", "activity_key", "action", "notion_requests", "duration_ms", "at"])
    .expression(
      db
        .selectFrom("activities")
        .select(({ val }) => [
          "connection",
          "activity_key",
          val(history.action).as("action"),
          val(history.notionRequests).as("notion_requests"),
          val(history.durationMs).as("duration_ms"),
          val(now).as("at"),
        ])
        .where(held(connection, lease)),
    );

function commitOutcome({ db, connection }: SqlSession, lease: Lease, settlement: Settlement, now: number) {
  const waiting = db
    .selectFrom("webhook_events")
    .where("connection", "=", connection)
    .where("activity_key", "=", lease.key)
    .where("processed_at", "is", null);
  return db
    .updateTable("activities")
    .set((eb) => ({
      status: settlement.status,
      record: JSON.stringify(settlement.record),
      progress: JSON.stringify(settlement.progress),
      // A page that is known is never forgotten: that would make a second one.
      ...(settlement.pageId !== undefined && { page_id: settlement.pageId }),
      intent: null,
      attempts: 0,
      error_code: null,
      error_message: null,
      error_at: null,
      due_at: eb
        .case()
        .when(eb.exists(waiting.select("id")))
        .then(eb.val(now))
        .else(eb.val(settlement.dueAt ?? null))
        .end(),
      priority: eb.fn.coalesce(
        waiting.select(({ fn }) => fn.min("webhook_events.priority").as("priority")),
        eb.val(priorityOrder("standard")),
      ),
      updated_at: now,
      ...RELEASED,
    }))
    .where(held(connection, lease));
}
