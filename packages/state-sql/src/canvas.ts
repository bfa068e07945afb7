import type { ActivityKey, CanvasEntry, CanvasStats } from "@openphone-notion/core";
import { type Compilable, type Kysely, sql } from "kysely";
import { chunks } from "./chunks.js";
import type { SqlResults, SqlSession } from "./sql-session.js";
import { statement } from "./statement.js";
import type { Tables } from "./tables.js";

export async function readCanvas(
  session: SqlSession,
  identifiers: readonly string[],
  now: number,
): Promise<CanvasEntry[]> {
  if (identifiers.length === 0) return [];
  const { db, connection } = session;
  const wanted = chunks([...new Set(identifiers)]);
  const results = await session.run<readonly Compilable<CanvasRow>[]>([
    ...wanted.map((some) => contactsOf(db, connection).where("canvas_contacts.identifier", "in", some)),
    ...wanted.map((some) => believedNone(db, connection, now).where("identifier", "in", some)),
  ]);
  return entriesOf(results);
}

/** The queries of what is known of whom the waiting events of an activity name, and of whom it was settled with. */
export const canvasOfActivity = (
  session: SqlSession,
  values: { key: ActivityKey; now: number },
): [Compilable<CanvasRow>, Compilable<CanvasRow>] => [
  contactsOfActivity(session, { key: values.key }),
  noneOfActivity(session, values),
];

const contactsOfActivity = statement((db, connection, { key }: { key: ActivityKey }) =>
  contactsOf(db, connection).where("canvas_contacts.identifier", "in", identifiersOf(db, connection, key)),
);

const noneOfActivity = statement((db, connection, { key, now }: { key: ActivityKey; now: number }) =>
  believedNone(db, connection, now).where("identifier", "in", identifiersOf(db, connection, key)),
);

const identifiersOf = (db: Kysely<Tables>, connection: string, key: ActivityKey) =>
  db
    .selectFrom(["webhook_events", sql<{ value: string }>`json_each(webhook_events.identifiers)`.as("named")])
    .select("named.value as identifier")
    .where("webhook_events.connection", "=", connection)
    .where("webhook_events.activity_key", "=", key)
    .where("webhook_events.processed_at", "is", null)
    .unionAll(
      db
        .selectFrom("canvas_links")
        .select("canvas_links.identifier")
        .where("canvas_links.connection", "=", connection)
        .where("canvas_links.activity_key", "=", key),
    );

const contactsOf = (db: Kysely<Tables>, connection: string) =>
  db
    .selectFrom("canvas_contacts")
    .innerJoin("canvas_pages", (join) =>
      join
        .onRef("canvas_pages.connection", "=", "canvas_contacts.connection")
        .onRef("canvas_pages.page_id", "=", "canvas_contacts.page_id"),
    )
    .select(["canvas_contacts.identifier", "canvas_contacts.page_id", "canvas_contacts.as_of"])
    .where("canvas_contacts.connection", "=", connection)
    .orderBy("canvas_pages.created_at")
    .orderBy("canvas_contacts.page_id");

const believedNone = (db: Kysely<Tables>, connection: string, now: number) =>
  db
    .selectFrom("canvas_cache")
    .select("identifier")
    .where("connection", "=", connection)
    .where("none_until", ">", now);

export function entriesOf(results: SqlResults<readonly Compilable<CanvasRow>[]>): CanvasEntry[] {
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
