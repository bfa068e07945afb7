import type { SqlSession } from "./sql-session.js";

const read = ({ db, connection }: SqlSession, name: string) =>
  db.selectFrom("cursors").select("value").where("connection", "=", connection).where("name", "=", name);

export async function getCursor(session: SqlSession, name: string): Promise<string | undefined> {
  const [found] = await session.run([read(session, name)]);
  return found.rows[0]?.value;
}

export async function putCursor(
  session: SqlSession,
  name: string,
  value: string,
  { ifAbsent = false }: { ifAbsent?: boolean } = {},
): Promise<string> {
  const { db, connection, run } = session;
  const [, stored] = await run([
    db
      .insertInto("cursors")
      .values({ connection, name, value })
      .onConflict((conflict) => {
        const existing = conflict.columns(["connection", "name"]);
        return ifAbsent ? existing.doNothing() : existing.doUpdateSet({ value });
      }),
    read(session, name),
  ]);
  return stored.rows[0]?.value ?? value;
}
