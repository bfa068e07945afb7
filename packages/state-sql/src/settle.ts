import {
  type ActivityStatus,
  type HistoryRow,
  type Lease,
  priorityOrder,
  type Settlement,
} from "@openphone-notion/core";
import { chunks } from "./chunks.js";
import { assertHeld, held, RELEASED } from "./lease.js";
import { useContacts } from "./links.js";
import type { SqlSession } from "./sql-session.js";
import { statement } from "./statement.js";

export async function settle(
  session: SqlSession,
  lease: Lease,
  settlement: Settlement,
  now: number,
): Promise<void> {
  // The activity comes last: it releases the lease, which is the condition of the others.
  const results = await session.runUnsynced([
    ...chunks(settlement.processedEventIds).map((ids) => markProcessed(session, { ...lease, ids, now })),
    addHistory(session, { ...lease, ...settlement.history, now }),
    ...(settlement.contacts ? useContacts(session, lease, settlement.contacts, now) : []),
    commitOutcome(session, {
      ...lease,
      status: settlement.status,
      record: JSON.stringify(settlement.record),
      progress: JSON.stringify(settlement.progress),
      pageId: settlement.pageId ?? null,
      dueAt: settlement.dueAt ?? null,
      now,
    }),
  ]);
  assertHeld(results.at(-1)!);
}

const markProcessed = statement((db, connection, row: Lease & { ids: string[]; now: number }) =>
  db
    .updateTable("webhook_events")
    .set({ processed_at: row.now })
    .where("connection", "=", connection)
    .where("id", "in", row.ids)
    .where("activity_key", "=", row.key)
    .where("processed_at", "is", null)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom("activities").select("activities.activity_key").where(held(connection, row))),
    ),
);

const addHistory = statement((db, connection, row: Lease & HistoryRow & { now: number }) =>
  db
    .insertInto("sync_history")
    .columns(["connection", "activity_key", "action", "notion_requests", "duration_ms", "at"])
    .expression(
      db
        .selectFrom("activities")
        .select(({ val }) => [
          "connection",
          "activity_key",
          val(row.action).as("action"),
          val(row.notionRequests).as("notion_requests"),
          val(row.durationMs).as("duration_ms"),
          val(row.now).as("at"),
        ])
        .where(held(connection, row)),
    ),
);

interface Outcome extends Lease {
  status: ActivityStatus;
  record: string;
  progress: string;
  pageId: string | null;
  dueAt: number | null;
  now: number;
}

const commitOutcome = statement((db, connection, outcome: Outcome) => {
  const waiting = db
    .selectFrom("webhook_events")
    .where("connection", "=", connection)
    .where("activity_key", "=", outcome.key)
    .where("processed_at", "is", null);
  return db
    .updateTable("activities")
    .set((eb) => ({
      status: outcome.status,
      record: outcome.record,
      progress: outcome.progress,
      // A page that is known is never forgotten: that would make a second one.
      page_id: eb.fn.coalesce(eb.val(outcome.pageId), "page_id"),
      intent: null,
      attempts: 0,
      error_code: null,
      error_message: null,
      error_at: null,
      due_at: eb
        .case()
        .when(eb.or([eb.exists(waiting.select("id")), eb("relink_fence", ">", eb.ref("lease_fence"))]))
        .then(eb.val(outcome.now))
        .else(eb.val(outcome.dueAt))
        .end(),
      priority: eb.fn.coalesce(
        waiting.select(({ fn }) => fn.min("webhook_events.priority").as("priority")),
        eb
          .case()
          .when("relink_fence", ">", eb.ref("lease_fence"))
          .then(eb.val(priorityOrder("low")))
          .else(eb.val(priorityOrder("standard")))
          .end(),
      ),
      // A wish that came while this run was at work is left to the next.
      relink_fence: eb
        .case()
        .when("relink_fence", ">", eb.ref("lease_fence"))
        .then(eb.ref("relink_fence"))
        .else(null)
        .end(),
      updated_at: outcome.now,
      ...RELEASED,
    }))
    .where(held(connection, outcome));
});
