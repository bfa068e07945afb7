import { type ActivityKey, type InboxEvent, parseActivityKey, priorityOrder } from "@openphone-notion/core";
import type { Compilable } from "kysely";
import type { SqlSession } from "./sql-session.js";
import { statement } from "./statement.js";

export async function receive(
  session: SqlSession,
  events: readonly InboxEvent[],
): Promise<("stored" | "duplicate")[]> {
  if (events.length === 0) return [];
  const queries: Compilable<unknown>[] = [];
  const storing: number[] = [];
  for (const event of events) {
    // The activity goes first: "not in the inbox yet" can only be asked before the event is put there.
    if (event.key !== undefined) queries.push(makeDue(session, dueRow(event, event.key)));
    storing.push(queries.push(putIfAbsent(session, inboxRow(event))) - 1);
  }
  const results = await session.run(queries);
  return storing.map((index) => (results[index]?.changes === 1 ? "stored" : "duplicate"));
}

const dueRow = (event: InboxEvent, key: ActivityKey) => ({
  key,
  kind: parseActivityKey(key).kind,
  eventId: event.id,
  priority: priorityOrder(event.priority),
  dueAt: event.dueAt,
  receivedAt: event.receivedAt,
});

const makeDue = statement((db, connection, row: ReturnType<typeof dueRow>) => {
  const known = db
    .selectFrom("webhook_events")
    .select("id")
    .where("connection", "=", connection)
    .where("id", "=", row.eventId);
  return db
    .insertInto("activities")
    .columns(["connection", "activity_key", "kind", "status", "priority", "due_at", "updated_at"])
    .expression(
      db
        .selectNoFrom(({ val }) => [
          val(connection).as("connection"),
          val(row.key).as("activity_key"),
          val(row.kind).as("kind"),
          val("pending").as("status"),
          val(row.priority).as("priority"),
          val(row.dueAt).as("due_at"),
          val(row.receivedAt).as("updated_at"),
        ])
        .where(({ not, exists }) => not(exists(known))),
    )
    .onConflict((conflict) =>
      conflict.columns(["connection", "activity_key"]).doUpdateSet((eb) => ({
        due_at: eb
          .case()
          .when("activities.due_at", "<", eb.ref("excluded.due_at"))
          .then(eb.ref("activities.due_at"))
          .else(eb.ref("excluded.due_at"))
          .end(),
        event_due_at: eb
          .case()
          .when("activities.event_due_at", "<", eb.ref("excluded.due_at"))
          .then(eb.ref("activities.event_due_at"))
          .else(eb.ref("excluded.due_at"))
          .end(),
        priority: eb
          .case()
          .when("activities.priority", "<", eb.ref("excluded.priority"))
          .then(eb.ref("activities.priority"))
          .else(eb.ref("excluded.priority"))
          .end(),
        updated_at: eb.ref("excluded.updated_at"),
      })),
    );
});

const inboxRow = (event: InboxEvent) => ({
  id: event.id,
  event_id: event.eventId,
  type: event.type,
  system: event.system,
  activity_key: event.key ?? null,
  priority: priorityOrder(event.priority),
  body: event.body,
  identifiers: event.identifiers?.length ? JSON.stringify(event.identifiers) : null,
  received_at: event.receivedAt,
  // An event of no activity has nothing to wait for.
  processed_at: event.key === undefined ? event.receivedAt : null,
});

const putIfAbsent = statement((db, connection, row: ReturnType<typeof inboxRow>) =>
  db
    .insertInto("webhook_events")
    .values({ connection, ...row })
    .onConflict((conflict) => conflict.columns(["connection", "id"]).doNothing()),
);
