import type { CanvasEntry } from "@openphone-notion/core";
import { chunks } from "./chunks.js";
import type { SqlSession } from "./sql-session.js";

export async function readCanvas(
  { db, connection, runUnsynced }: SqlSession,
  identifiers: readonly string[],
  now: number,
): Promise<CanvasEntry[]> {
  if (identifiers.length === 0) return [];
  const results = await runUnsynced(
    chunks([...new Set(identifiers)]).map((some) =>
      db
        .updateTable("canvas_cache")
        .set((eb) => ({ hits: eb("hits", "+", 1) }))
        .where("connection", "=", connection)
        .where("identifier", "in", some)
        .where("expires_at", ">", now)
        .returning(["identifier", "page_ids", "expires_at"]),
    ),
  );
  return results
    .flatMap(({ rows }) => rows)
    .map((row) => ({
      identifier: row.identifier,
      pageIds: JSON.parse(row.page_ids) as string[],
      expiresAt: row.expires_at,
    }));
}

/** Also drops what has expired: identifiers are personal data, and an expired answer is of no use. */
export async function writeCanvas(
  { db, connection, runUnsynced }: SqlSession,
  entries: readonly CanvasEntry[],
  now: number,
): Promise<void> {
  // One statement may not write a row twice (Postgres refuses that), so the last of equal entries is kept.
  const newest = [...new Map(entries.map((entry) => [entry.identifier, entry])).values()];
  await runUnsynced([
    ...chunks(newest, 5).map((some) =>
      db
        .insertInto("canvas_cache")
        .values(
          some.map((entry) => ({
            connection,
            identifier: entry.identifier,
            page_ids: JSON.stringify(entry.pageIds),
            expires_at: entry.expiresAt,
            updated_at: now,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(["connection", "identifier"]).doUpdateSet((eb) => ({
            page_ids: eb.ref("excluded.page_ids"),
            expires_at: eb.ref("excluded.expires_at"),
            updated_at: eb.ref("excluded.updated_at"),
          })),
        ),
    ),
    db.deleteFrom("canvas_cache").where("connection", "=", connection).where("expires_at", "<=", now),
  ]);
}
