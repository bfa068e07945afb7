import {
  type ActivityKey,
  type Intent,
  type Lease,
  type OpenResult,
  type StoredEvent,
  SyncError,
} from "@openphone-notion/core";
import type { ExpressionBuilder } from "kysely";
import { ACTIVITY_COLUMNS, activityOf } from "./activity-row.js";
import { canvasOfActivity, entriesOf } from "./canvas.js";
import type { SqlSession } from "./sql-session.js";
import { statement } from "./statement.js";
import type { Tables } from "./tables.js";

/** Columns of a lease that is given back. The fence stays, so that the next one is greater. */
export const RELEASED = { lease_owner: null, lease_until: null };

/** Condition on `activities`: this lease is the key's newest and not released. Whether it expired is no matter. */
export const held =
  (connection: string, lease: Omit<Lease, "expiresAt">) => (eb: ExpressionBuilder<Tables, "activities">) =>
    eb.and({
      connection,
      activity_key: lease.key,
      lease_owner: lease.owner,
      lease_fence: lease.fence,
    });

/** Condition on `activities`: nobody holds the lease at `now`. */
export const free = (now: number) => (eb: ExpressionBuilder<Tables, "activities">) =>
  eb.or([eb("lease_until", "is", null), eb("lease_until", "<=", now)]);

/** Rejects with `lease_lost` when an update on condition of `held` found no row. */
export function assertHeld(update: { changes: number }): void {
  if (update.changes > 0) return;
  throw new SyncError("lease_lost", "Another run has taken over this activity; open it again.", {
    retry: "now",
  });
}

export async function open(
  session: SqlSession,
  key: ActivityKey,
  { owner, leaseMs, now }: { owner: string; leaseMs: number; now: number },
): Promise<OpenResult> {
  const [taken, found, waiting, ...known] = await session.runUnsynced([
    take(session, { key, owner, until: now + leaseMs, now }),
    read(session, { key }),
    readEvents(session, { key, owner }),
    ...canvasOfActivity(session, { key, now }),
  ]);
  const row = found.rows[0];
  if (row === undefined) return { status: "absent" };
  if (taken.changes === 0) return { status: "busy", until: row.lease_until ?? now };
  return {
    status: "opened",
    lease: { key, owner, fence: row.lease_fence, expiresAt: now + leaseMs },
    activity: activityOf(row),
    events: waiting.rows.map(
      (event): StoredEvent => ({
        id: event.id,
        eventId: event.event_id,
        type: event.type,
        system: event.system,
        body: event.body,
        ...(event.identifiers !== null && { identifiers: JSON.parse(event.identifiers) as string[] }),
        receivedAt: event.received_at,
      }),
    ),
    contacts: entriesOf(known),
  };
}

const take = statement(
  (db, connection, lease: { key: ActivityKey; owner: string; until: number; now: number }) =>
    db
      .updateTable("activities")
      .set((eb) => ({
        lease_owner: lease.owner,
        lease_until: lease.until,
        lease_fence: eb("lease_fence", "+", 1),
        event_due_at: null,
      }))
      .where("connection", "=", connection)
      .where("activity_key", "=", lease.key)
      .where(free(lease.now)),
);

const read = statement((db, connection, { key }: { key: ActivityKey }) =>
  db
    .selectFrom("activities")
    .select([...ACTIVITY_COLUMNS, "lease_fence", "lease_until"])
    .where("connection", "=", connection)
    .where("activity_key", "=", key),
);

const readEvents = statement((db, connection, { key, owner }: { key: ActivityKey; owner: string }) => {
  const activity = db
    .selectFrom("activities")
    .select("activity_key")
    .where("connection", "=", connection)
    .where("activity_key", "=", key);
  return (
    db
      .selectFrom("webhook_events")
      .select(["id", "event_id", "type", "system", "body", "identifiers", "received_at"])
      .where("connection", "=", connection)
      .where("activity_key", "=", key)
      .where("processed_at", "is", null)
      // Spares reading the bodies when somebody else has the lease.
      .where(({ exists }) => exists(activity.where("lease_owner", "=", owner)))
      .orderBy("received_at")
      .orderBy("seq")
  );
});

export async function renew(
  { db, connection, runUnsynced }: SqlSession,
  lease: Lease,
  { leaseMs, now }: { leaseMs: number; now: number },
): Promise<Lease> {
  const until = now + leaseMs;
  const [renewed] = await runUnsynced([
    db
      .updateTable("activities")
      // A clock that was set back does not shorten what others already count on.
      .set((eb) => ({
        lease_until: eb
          .case()
          .when("lease_until", ">", until)
          .then(eb.ref("lease_until"))
          .else(eb.val(until))
          .end(),
      }))
      .where(held(connection, lease))
      .returning("lease_until"),
  ]);
  assertHeld(renewed);
  return { ...lease, expiresAt: renewed.rows[0]?.lease_until ?? until };
}

export async function release({ db, connection, run }: SqlSession, owner: string): Promise<number> {
  const [released] = await run([
    db
      .updateTable("activities")
      .set(RELEASED)
      .where("connection", "=", connection)
      // What is not due is found by no index.
      .where("due_at", "is not", null)
      .where("lease_owner", "=", owner),
    db.deleteFrom("roles").where("connection", "=", connection).where("owner", "=", owner),
  ]);
  return released.changes;
}

export async function intend(session: SqlSession, lease: Lease, intent: Intent): Promise<void> {
  const [written] = await session.run([
    writeIntent(session, { ...lease, intent: JSON.stringify(intent), at: intent.at }),
  ]);
  assertHeld(written);
}

const writeIntent = statement((db, connection, row: Lease & { intent: string; at: number }) =>
  db.updateTable("activities").set({ intent: row.intent, updated_at: row.at }).where(held(connection, row)),
);
