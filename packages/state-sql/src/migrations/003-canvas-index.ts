import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.js";
import type { Migration } from "./migration.js";

/** The contact index: who holds which identifier, and which activities were linked by which. */
export const canvasIndex: Migration = {
  version: 3,
  name: "003-canvas-index",
  statements: (db) => [...contacts(db), ...links(db), ...cache(db)],
};

const contacts = ({ schema }: Kysely<Tables>) => [
  schema
    .createTable("canvas_pages")
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("page_id", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("as_of", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("canvas_pages_id", ["connection", "page_id"])
    .compile(),
  schema
    .createTable("canvas_contacts")
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("identifier", "text", (column) => column.notNull())
    .addColumn("page_id", "text", (column) => column.notNull())
    .addColumn("added_as_of", "bigint", (column) => column.notNull())
    .addColumn("as_of", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("canvas_contacts_identifier", ["connection", "identifier", "page_id"])
    .compile(),
  schema
    .createIndex("canvas_contacts_page")
    .on("canvas_contacts")
    .columns(["connection", "page_id"])
    .compile(),
];

const links = ({ schema }: Kysely<Tables>) => [
  schema
    .createTable("canvas_links")
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("identifier", "text", (column) => column.notNull())
    .addColumn("activity_key", "text", (column) => column.notNull())
    .addColumn("page_ids", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("canvas_links_identifier", ["connection", "identifier", "activity_key"])
    .compile(),
  schema
    .createIndex("canvas_links_activity")
    .on("canvas_links")
    .columns(["connection", "activity_key"])
    .compile(),
  schema
    .createTable("canvas_changes")
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("identifier", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("canvas_changes_identifier", ["connection", "identifier"])
    .compile(),
  schema.alterTable("activities").addColumn("relink_fence", "bigint").compile(),
];

/** What was in it is asked for again: the index did not exist. */
const cache = (db: Kysely<Tables>) => [
  sql`drop view canvas_cache_stats`.compile(db),
  db.schema.dropTable("canvas_cache").compile(),
  db.schema
    .createTable("canvas_cache")
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("identifier", "text", (column) => column.notNull())
    .addColumn("none_until", "bigint")
    .addColumn("hits", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("misses", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("used_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("canvas_cache_identifier", ["connection", "identifier"])
    .compile(),
  sql`
    create view canvas_cache_stats as
    select
      cache.connection,
      count(*) as entries,
      count(held.identifier) as found,
      count(*) - count(held.identifier) as none,
      sum(cache.hits) as hits,
      sum(cache.misses) as misses
    from canvas_cache as cache
    left join (select distinct connection, identifier from canvas_contacts) as held
      on held.connection = cache.connection and held.identifier = cache.identifier
    group by cache.connection
  `.compile(db),
];
