import type { Lease, UsedContacts } from "@openphone-notion/core";
import { type Compilable, type ExpressionBuilder, sql } from "kysely";
import { held } from "./lease.js";
import type { SqlSession } from "./sql-session.js";
import { statement } from "./statement.js";
import type { Tables } from "./tables.js";

/** A set of pages as `canvas_links.page_ids` keeps it. */
const setOf = (pageIds: readonly string[]): string => [...pageIds].sort().join();

/** The same of the contacts of now; an expression on `canvas_links`. */
export const CURRENT_PAGES = sql<string>`coalesce((
  select string_agg(canvas_contacts.page_id, ',' order by canvas_contacts.page_id)
  from canvas_contacts
  where canvas_contacts.connection = canvas_links.connection
    and canvas_contacts.identifier = canvas_links.identifier
), '')`;

/** Condition on `canvas_links`: the contacts have changed since. */
export const isStale = (eb: ExpressionBuilder<Tables, "canvas_links">) =>
  eb("canvas_links.page_ids", "<>", CURRENT_PAGES);

/** What a settle writes of the contacts that it used, on condition that the lease still holds. */
export function useContacts(
  session: SqlSession,
  lease: Lease,
  contacts: readonly UsedContacts[],
  now: number,
): Compilable<unknown>[] {
  // One identifier has one row; of several answers the last counts.
  const used = [...new Map(contacts.map((contact) => [contact.identifier, contact])).values()];
  return [
    dropLinks(session, lease),
    ...used.map(({ identifier, pageIds }) =>
      putLink(session, { ...lease, identifier, pageIds: setOf(pageIds) }),
    ),
    ...used.map(({ identifier, asked, noneUntil = null }) =>
      countLookup(session, {
        ...lease,
        identifier,
        noneUntil,
        hits: asked ? 0 : 1,
        misses: asked ? 1 : 0,
        now,
      }),
    ),
    noteStale(session, lease),
  ];
}

const dropLinks = statement((db, connection, lease: Lease) =>
  db
    .deleteFrom("canvas_links")
    .where("connection", "=", connection)
    .where("activity_key", "=", lease.key)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom("activities").select("activities.activity_key").where(held(connection, lease))),
    ),
);

const putLink = statement((db, connection, row: Lease & { identifier: string; pageIds: string }) =>
  db
    .insertInto("canvas_links")
    .columns(["connection", "identifier", "activity_key", "page_ids"])
    .expression(
      db
        .selectFrom("activities")
        .select(({ val }) => [
          "connection",
          val(row.identifier).as("identifier"),
          "activity_key",
          val(row.pageIds).as("page_ids"),
        ])
        .where(held(connection, row)),
    ),
);

interface Lookup extends Lease {
  identifier: string;
  noneUntil: number | null;
  hits: number;
  misses: number;
  now: number;
}

const countLookup = statement((db, connection, row: Lookup) =>
  db
    .insertInto("canvas_cache")
    .columns(["connection", "identifier", "none_until", "hits", "misses", "used_at"])
    .expression(
      db
        .selectFrom("activities")
        .select(({ val }) => [
          "connection",
          val(row.identifier).as("identifier"),
          val(row.noneUntil).as("none_until"),
          val(row.hits).as("hits"),
          val(row.misses).as("misses"),
          val(row.now).as("used_at"),
        ])
        .where(held(connection, row)),
    )
    .onConflict((conflict) =>
      conflict.columns(["connection", "identifier"]).doUpdateSet((eb) => ({
        none_until: eb.fn.coalesce("excluded.none_until", "canvas_cache.none_until"),
        hits: eb("canvas_cache.hits", "+", eb.ref("excluded.hits")),
        misses: eb("canvas_cache.misses", "+", eb.ref("excluded.misses")),
        used_at: eb.ref("excluded.used_at"),
      })),
    ),
);

/** Contacts that changed between their look-up and this settle. */
const noteStale = statement((db, connection, lease: Lease) =>
  db
    .insertInto("canvas_changes")
    .columns(["connection", "identifier"])
    .expression(
      db
        .selectFrom("canvas_links")
        .select(["canvas_links.connection", "canvas_links.identifier"])
        .where("canvas_links.connection", "=", connection)
        .where("canvas_links.activity_key", "=", lease.key)
        .where(isStale)
        .where(({ exists, selectFrom }) =>
          exists(selectFrom("activities").select("activities.activity_key").where(held(connection, lease))),
        ),
    )
    .onConflict((conflict) => conflict.columns(["connection", "identifier"]).doNothing()),
);
