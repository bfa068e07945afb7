import { type ActivityKey, type InboxEvent, parseActivityKey, priorityOrder } from "@openphone-notion/core";
import type { Compilable } from "kysely";
import type { SqlSession } from "./sql-session.js";

export async function receive(
  session: SqlSession,
  events: readonly InboxEvent[],
): Promise<("stored" | "duplicate")[]> {
  if (events.length === 0) return [];
  const queries: Compilable<unknown>[] = [];
  const storing: number[] = [];
  for (const event of events) {
    // The activity goes first: "not in the inbox yet" can only be asked before the event is put there.
    if (event.key !== undefined) queries.push(makeDue(session, event, event.key));
    storing.push(queries.push(putIfAbsent(session, event)) - 1);
  }
  const results = await session.run(queries);
  return storing.map((index) => (results[index]?.changes === 1 ? "stored" : "duplicate"));
}

/** Forgets processed events; what still waits is kept however old. */
export async function purgeEvents({ db, connection, run }: SqlSession, before: number): Promise<number> {
  const [deleted] = await run([
    db
      .deleteFrom("webhook_events")
      .where("connection", "=", connection)
      .where("received_at", "<", before)
      .where("processed_at", "is not", null),
  ]);
  return deleted.changes;
}

function makeDue({ db, connection }: SqlSession, event: InboxEvent, key: ActivityKey) {
  const known = db
    .selectFrom("webhook_events")
    .select("id")
    .where("connection", "=", connection)
    .where("id", "=", event.id);
  return db
    .insertInto("activities")
    .columns(["connection", "activity_key", "kind", "status", "priority", "due_at", "updated_at"])
    .expression(
      db
        .selectNoFrom(({ val }) => [
          val(connection).as("connection"),
          val(key).as("activity_key"),
          val(parseActivityKey(key).kind).as("kind"),
          val("pending").as("status"),
          val(priorityOrder(event.priority)).as("priority"),
          val(event.dueAt).as("due_at"),
          val(event.receivedAt).as("updated_at"),
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
}

function putIfAbsent({ db, connection }: SqlSession, event: InboxEvent) {
  return db
    .insertInto("webhook_events")
    .values({
      connection,
      id: event.id,
      event_id: event.eventId,
      type: event.type,
      system: event.system,
      activity_key: event.key ?? null,
      priority: priorityOrder(event.priority),
      body: event.body,
      received_at: event.receivedAt,
      // An event of no activity has nothing to wait for.
      processed_at: event.key === undefined ? event.receivedAt : null,
    })
    .onConflict((conflict) => conflict.columns(["connection", "id"]).doNothing());
}
