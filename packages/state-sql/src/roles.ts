import type { SqlSession } from "./sql-session.js";

export async function claim(
  { db, connection, runUnsynced }: SqlSession,
  role: string,
  { owner, leaseMs, now }: { owner: string; leaseMs: number; now: number },
): Promise<boolean> {
  if (leaseMs <= 0) {
    await runUnsynced([
      db
        .deleteFrom("roles")
        .where("connection", "=", connection)
        .where("role", "=", role)
        .where("owner", "=", owner),
    ]);
    return false;
  }
  const [taken] = await runUnsynced([
    db
      .insertInto("roles")
      .values({ connection, role, owner, held_until: now + leaseMs })
      .onConflict((conflict) =>
        conflict
          .columns(["connection", "role"])
          .doUpdateSet((eb) => ({
            owner: eb.ref("excluded.owner"),
            // A clock that was set back does not shorten what others already count on.
            held_until: eb
              .case()
              .when("roles.held_until", ">", eb.ref("excluded.held_until"))
              .then(eb.ref("roles.held_until"))
              .else(eb.ref("excluded.held_until"))
              .end(),
          }))
          .where((eb) => eb.or([eb("roles.owner", "=", owner), eb("roles.held_until", "<=", now)])),
      ),
  ]);
  return taken.changes > 0;
}
