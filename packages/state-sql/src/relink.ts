import { priorityOrder } from "@openphone-notion/core";
import { CURRENT_PAGES, isStale } from "./links.js";
import type { SqlSession } from "./sql-session.js";

/** Identifiers that one call looks through, so that no call is long. */
const MOST_IDENTIFIERS = 200;

export async function relink(
  { db, connection, run }: SqlSession,
  { now, limit }: { now: number; limit: number },
): Promise<{ activities: number; more: boolean }> {
  const identifiers = db
    .selectFrom("canvas_changes")
    .select("canvas_changes.identifier")
    .where("connection", "=", connection)
    .orderBy("canvas_changes.identifier")
    .limit(MOST_IDENTIFIERS);
  const stale = db
    .selectFrom("canvas_links")
    .where("canvas_links.connection", "=", connection)
    .where("canvas_links.identifier", "in", identifiers)
    .where(isStale)
    .orderBy("canvas_links.identifier")
    .orderBy("canvas_links.activity_key")
    .limit(limit);

  const [due, , , left] = await run([
    db
      .updateTable("activities")
      .set((eb) => {
        /** Another run of it is to come sooner, or is wanted for something that is more urgent. */
        const waits = eb.and([
          eb("due_at", "is not", null),
          eb.or([eb("event_due_at", "is not", null), eb("due_at", "<=", now)]),
        ]);
        return {
          // Whoever has the lease may have read before the change: only a run after his will do.
          relink_fence: eb("lease_fence", "+", 1),
          due_at: eb.case().when(waits).then(eb.ref("due_at")).else(eb.val(now)).end(),
          priority: eb
            .case()
            .when(waits)
            .then(eb.ref("priority"))
            .else(eb.val(priorityOrder("low")))
            .end(),
          updated_at: now,
        };
      })
      .where("connection", "=", connection)
      .where("activity_key", "in", stale.select("canvas_links.activity_key"))
      .where((eb) =>
        eb.or([eb("status", "not in", ["parked", "skipped", "trashed"]), eb("lease_until", "is not", null)]),
      ),
    db
      .updateTable("canvas_links")
      .set({ page_ids: CURRENT_PAGES })
      .where("connection", "=", connection)
      .where(({ eb, refTuple }) =>
        eb(
          refTuple("identifier", "activity_key"),
          "in",
          stale
            .select(["canvas_links.identifier", "canvas_links.activity_key"])
            .$asTuple("identifier", "activity_key"),
        ),
      ),
    db
      .deleteFrom("canvas_changes")
      .where("connection", "=", connection)
      .where("identifier", "in", identifiers)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("canvas_links")
              .select("canvas_links.activity_key")
              .whereRef("canvas_links.connection", "=", "canvas_changes.connection")
              .whereRef("canvas_links.identifier", "=", "canvas_changes.identifier")
              .where(isStale),
          ),
        ),
      ),
    db.selectFrom("canvas_changes").select("identifier").where("connection", "=", connection).limit(1),
  ]);
  return { activities: due.changes, more: left.rows.length > 0 };
}
