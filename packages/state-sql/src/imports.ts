import type { ImportState, Json } from "@openphone-notion/core";
import type { SqlSession } from "./sql-session.js";

export async function saveImport({ db, connection, run }: SqlSession, state: ImportState): Promise<void> {
  const values = {
    kind: state.kind,
    status: state.status,
    started_at: state.startedAt,
    updated_at: state.updatedAt,
    request: JSON.stringify(state.request),
    progress: JSON.stringify(state.progress),
  };
  await run([
    db
      .insertInto("imports")
      .values({ connection, id: state.id, ...values })
      .onConflict((conflict) => conflict.columns(["connection", "id"]).doUpdateSet(values)),
  ]);
}

export async function imports({ db, connection, run }: SqlSession, limit: number): Promise<ImportState[]> {
  const [found] = await run([
    db
      .selectFrom("imports")
      .select(["id", "kind", "status", "started_at", "updated_at", "request", "progress"])
      .where("connection", "=", connection)
      .orderBy("started_at", "desc")
      .orderBy("id", "desc")
      .limit(limit),
  ]);
  return found.rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    status: row.status,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    request: JSON.parse(row.request) as Json,
    progress: JSON.parse(row.progress) as Json,
  }));
}
