import type { ActivityKey, Failure, Lease } from "@openphone-notion/core";
import { sql } from "kysely";
import { chunks } from "./chunks.js";
import { assertHeld, free, held, RELEASED } from "./lease.js";
import type { SqlSession } from "./sql-session.js";

export async function fail(
  { db, connection, runUnsynced }: SqlSession,
  lease: Lease,
  failure: Failure,
  now: number,
): Promise<void> {
  const { next } = failure;
  const [failed] = await runUnsynced([
    db
      .updateTable("activities")
      .set((eb) => ({
        // What was parked is being tried again; every other status says what Notion shows and stays true.
        status:
          next.action === "park"
            ? "parked"
            : eb
                .case()
                .when("status", "=", "parked")
                .then("pending" as const)
                .else(eb.ref("status"))
                .end(),
        // An event that came while this run was failing has its turn all the same.
        due_at:
          next.action === "park"
            ? eb.ref("event_due_at")
            : eb
                .case()
                .when("event_due_at", "<", next.dueAt)
                .then(eb.ref("event_due_at"))
                .else(eb.val(next.dueAt))
                .end(),
        attempts: eb("attempts", "+", failure.attempted ? 1 : 0),
        intent: failure.intent === undefined ? null : JSON.stringify(failure.intent),
        ...(failure.progress !== undefined && { progress: JSON.stringify(failure.progress) }),
        error_code: failure.errorCode,
        error_message: failure.errorMessage,
        error_at: now,
        updated_at: now,
        ...RELEASED,
      }))
      .where(held(connection, lease)),
  ]);
  assertHeld(failed);
}

export async function replay(
  { db, connection, run }: SqlSession,
  { now, keys }: { now: number; keys?: readonly ActivityKey[] },
): Promise<number> {
  const parked = db
    .updateTable("activities")
    .set((eb) => ({
      status: "pending",
      attempts: 0,
      // An event that came after the parking may have made it due already.
      due_at: eb.case().when("due_at", "<", now).then(eb.ref("due_at")).else(eb.val(now)).end(),
      updated_at: now,
    }))
    .where("connection", "=", connection)
    .where("status", "=", sql.lit("parked"));
  if (keys?.length === 0) return 0;
  const results = await run(
    keys === undefined ? [parked] : chunks(keys).map((some) => parked.where("activity_key", "in", some)),
  );
  return results.reduce((sum, { changes }) => sum + changes, 0);
}

export async function hasten(
  { db, connection, run }: SqlSession,
  { now, errorCodes }: { now: number; errorCodes: readonly string[] },
): Promise<number> {
  if (errorCodes.length === 0) return 0;
  const [hastened] = await run([
    db
      .updateTable("activities")
      .set({ due_at: now })
      .where("connection", "=", connection)
      .where("error_at", "is not", null)
      .where("error_code", "in", errorCodes)
      .where("due_at", ">", now)
      .where("status", "!=", "parked")
      .where("intent", "is", null)
      .where(free(now)),
  ]);
  return hastened.changes;
}
