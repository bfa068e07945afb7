import type { CanvasEntry, CanvasStats } from "@openphone-notion/core";
import type { Compilable } from "kysely";
import { chunks } from "./chunks.js";
import type { SqlSession } from "./sql-session.js";

export async function readCanvas(
  { db, connection, run }: SqlSession,
  identifiers: readonly string[],
  now: number,
): Promise<CanvasEntry[]> {
  if (identifiers.length === 0) return [];
  const wanted = chunks([...new Set(identifiers)]);
  const held = wanted.map((some) =>
    db
      .selectFrom("canvas_contacts")
      .innerJoin("canvas_pages", (join) =>
        join
          .onRef("canvas_pages.connection", "=", "canvas_contacts.connection")
          .onRef("canvas_pages.page_id", "=", "canvas_contacts.page_id"),
      )
      .select(["canvas_contacts.identifier", "canvas_contacts.page_id", "canvas_contacts.as_of"])
      .where("canvas_contacts.connection", "=", connection)
      .where("canvas_contacts.identifier", "in", some)
      .orderBy("canvas_pages.created_at")
      .orderBy("canvas_contacts.page_id"),
  );
  const none = wanted.map((some) =>
    db
      .selectFrom("canvas_cache")
      .select("identifier")
      .where("connection", "=", connection)
      .where("identifier", "in", some)
      .where("none_until", ">", now),
  );
  const results = await run<readonly Compilable<CanvasRow>[]>([...held, ...none]);

  const entries = new Map<string, CanvasEntry>();
  for (const { identifier, page_id, as_of } of results.flatMap(({ rows }) => rows)) {
    const entry = entries.get(identifier) ?? { identifier, pageIds: [] };
    entries.set(identifier, entry);
    if (page_id === undefined || as_of === undefined) continue;
    entry.pageIds.push(page_id);
    entry.asOf = Math.min(entry.asOf ?? as_of, as_of);
  }
  return [...entries.values()];
}

/** A contact of an identifier, or that it is believed to have none. */
interface CanvasRow {
  identifier: string;
  page_id?: string;
  as_of?: number;
}

export async function noteNone(
  { db, connection, runUnsynced }: SqlSession,
  identifiers: readonly string[],
  { until, now }: { until: number; now: number },
): Promise<void> {
  if (identifiers.length === 0) return;
  await runUnsynced(
    // One statement may not write a row twice (Postgres refuses that).
    chunks([...new Set(identifiers)], 4).map((some) =>
      db
        .insertInto("canvas_cache")
        .values(some.map((identifier) => ({ connection, identifier, none_until: until, used_at: now })))
        .onConflict((conflict) =>
          conflict.columns(["connection", "identifier"]).doUpdateSet((eb) => ({
            none_until: eb.ref("excluded.none_until"),
            used_at: eb.ref("excluded.used_at"),
          })),
        ),
    ),
  );
}

export async function canvasStats({ db, connection, run }: SqlSession): Promise<CanvasStats> {
  const [contacts, lookups] = await run([
    db
      .selectFrom("canvas_contacts")
      .select(({ fn }) => fn.count<number>("page_id").distinct().as("count"))
      .where("connection", "=", connection),
    db
      .selectFrom("canvas_cache_stats")
      .select(["entries", "found", "none", "hits", "misses"])
      .where("connection", "=", connection),
  ]);
  const stats = lookups.rows[0] ?? { entries: 0, found: 0, none: 0, hits: 0, misses: 0 };
  return { contacts: contacts.rows[0]?.count ?? 0, ...stats };
}
