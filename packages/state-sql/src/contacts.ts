import type { IndexedContact } from "@openphone-notion/core";
import type { ExpressionBuilder, SelectQueryBuilder } from "kysely";
import { chunks } from "./chunks.js";
import type { SqlSession } from "./sql-session.js";
import type { Tables } from "./tables.js";

/**
 * A pair of identifier and page holds while it is as new as its page. So what is put is written whether or not it is
 * news, and what is then older than its page goes: the former pairs of a page, or those of a put that came too late.
 */
export async function putContacts(
  session: SqlSession,
  contacts: readonly IndexedContact[],
  asOf: number,
): Promise<string[]> {
  if (contacts.length === 0) return [];
  const { db, connection } = session;
  // One statement may not write a row twice (Postgres refuses that); of several readings of a page the last counts.
  const pages = [...new Map(contacts.map((contact) => [contact.pageId, contact])).values()];
  const pairs = pages.flatMap(({ pageId, identifiers }) =>
    [...new Set(identifiers)].map((identifier) => ({ pageId, identifier })),
  );
  const pageIds = chunks(pages.map(({ pageId }) => pageId));
  const ofPages = (some: readonly string[]) => (eb: ExpressionBuilder<Tables, "canvas_contacts">) =>
    eb.and([eb("canvas_contacts.connection", "=", connection), eb("canvas_contacts.page_id", "in", some)]);

  /** Put as of the very same moment: it makes way here, for it is not older. */
  const replaced = pageIds.map(
    (some) => (eb: ExpressionBuilder<Tables, "canvas_contacts">) =>
      eb.and([ofPages(some)(eb), eb("canvas_contacts.as_of", "=", asOf)]),
  );
  const writePages = chunks(pages, 4).map((some) =>
    db
      .insertInto("canvas_pages")
      .values(
        some.map(({ pageId, createdAt }) => ({
          connection,
          page_id: pageId,
          created_at: createdAt,
          as_of: asOf,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["connection", "page_id"])
          .doUpdateSet((eb) => ({
            created_at: eb.ref("excluded.created_at"),
            as_of: eb.ref("excluded.as_of"),
          }))
          .whereRef("canvas_pages.as_of", "<=", "excluded.as_of"),
      ),
  );
  const writePairs = chunks(pairs, 5).map((some) =>
    db
      .insertInto("canvas_contacts")
      .values(
        some.map(({ pageId, identifier }) => ({
          connection,
          identifier,
          page_id: pageId,
          added_as_of: asOf,
          as_of: asOf,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["connection", "identifier", "page_id"])
          .doUpdateSet((eb) => ({ as_of: eb.ref("excluded.as_of") }))
          .whereRef("canvas_contacts.as_of", "<", "excluded.as_of"),
      ),
  );
  const changed = pageIds.map(
    (some) => (eb: ExpressionBuilder<Tables, "canvas_contacts">) =>
      eb.and([
        ofPages(some)(eb),
        eb.or([
          eb.and([eb("added_as_of", "=", asOf), eb.not(isOver(eb))]),
          eb.and([eb("added_as_of", "<", asOf), isOver(eb)]),
        ]),
      ]),
  );
  return answering(session, [
    ...replaced.flatMap((which) => [identifiersOf(session, which), noteChanges(session, which)]),
    ...replaced.map((which) => db.deleteFrom("canvas_contacts").where(which)),
    ...writePages,
    ...writePairs,
    ...changed.flatMap((which) => [identifiersOf(session, which), noteChanges(session, which)]),
    ...pageIds.map((some) =>
      db.deleteFrom("canvas_contacts").where((eb) => eb.and([ofPages(some)(eb), isOver(eb)])),
    ),
  ]);
}

export function dropContacts(session: SqlSession, asOf: number): Promise<string[]> {
  const { db, connection } = session;
  const old = (eb: ExpressionBuilder<Tables, "canvas_contacts">) =>
    eb.and([eb("canvas_contacts.connection", "=", connection), eb("canvas_contacts.as_of", "<", asOf)]);
  return answering(session, [
    identifiersOf(session, old),
    noteChanges(session, old),
    db.deleteFrom("canvas_contacts").where(old),
    db.deleteFrom("canvas_pages").where("connection", "=", connection).where("as_of", "<", asOf),
  ]);
}

type Which = (eb: ExpressionBuilder<Tables, "canvas_contacts">) => ReturnType<typeof eb.and>;

/** Condition on `canvas_contacts`: its page is known as of later. */
const isOver = (eb: ExpressionBuilder<Tables, "canvas_contacts">) =>
  eb.exists(
    eb
      .selectFrom("canvas_pages")
      .select("canvas_pages.page_id")
      .whereRef("canvas_pages.connection", "=", "canvas_contacts.connection")
      .whereRef("canvas_pages.page_id", "=", "canvas_contacts.page_id")
      .whereRef("canvas_pages.as_of", ">", "canvas_contacts.as_of"),
  );

const identifiersOf = ({ db }: SqlSession, which: Which) =>
  db.selectFrom("canvas_contacts").select("canvas_contacts.identifier").distinct().where(which);

/** That there is something to tell, where there is somebody to be told. */
const noteChanges = ({ db, connection }: SqlSession, which: Which) =>
  db
    .insertInto("canvas_changes")
    .columns(["connection", "identifier"])
    .expression(
      db
        .selectFrom("canvas_links")
        .select(["canvas_links.connection", "canvas_links.identifier"])
        .distinct()
        .where("canvas_links.connection", "=", connection)
        .where(
          "canvas_links.identifier",
          "in",
          db
            .selectFrom("canvas_contacts")
            .select("canvas_contacts.identifier")
            .where(which) as SelectQueryBuilder<Tables, "canvas_contacts", { identifier: string }>,
        ),
    )
    .onConflict((conflict) => conflict.columns(["connection", "identifier"]).doNothing());

async function answering(session: SqlSession, queries: Parameters<SqlSession["run"]>[0]): Promise<string[]> {
  const results = await session.runUnsynced(queries);
  const named = results.flatMap(({ rows }) => rows as { identifier: string }[]);
  return [...new Set(named.map(({ identifier }) => identifier))];
}
