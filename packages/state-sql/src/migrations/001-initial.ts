import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.js";
import type { Migration } from "./migration.js";

/** The inbox, the activities and their history, the Canvas index, the cursors, and two views for people. */
export const initial: Migration = {
  version: 1,
  name: "001-initial",
  statements: (db) => [
    ...webhookEvents(db),
    ...activities(db),
    ...syncHistory(db),
    ...canvasCache(db),
    cursors(db),
  ],
};

const webhookEvents = ({ schema }: Kysely<Tables>) => [
  schema
    .createTable("webhook_events")
    .addColumn("seq", "integer", (column) => column.primaryKey())
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("event_id", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("system", "text", (column) => column.notNull())
    .addColumn("activity_key", "text")
    .addColumn("priority", "integer", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("received_at", "bigint", (column) => column.notNull())
    .addColumn("processed_at", "bigint")
    .addUniqueConstraint("webhook_events_id", ["connection", "id"])
    .compile(),
  schema
    .createIndex("webhook_events_waiting")
    .on("webhook_events")
    .columns(["connection", "activity_key", "received_at"])
    .where(sql<boolean>`processed_at is null`)
    .compile(),
  schema
    .createIndex("webhook_events_processed")
    .on("webhook_events")
    .columns(["connection", "received_at"])
    .where(sql<boolean>`processed_at is not null`)
    .compile(),
];

const activities = ({ schema }: Kysely<Tables>) => [
  schema
    .createTable("activities")
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("activity_key", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("priority", "integer", (column) => column.notNull())
    .addColumn("due_at", "bigint")
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("error_code", "text")
    .addColumn("error_message", "text")
    .addColumn("error_at", "bigint")
    .addColumn("lease_owner", "text")
    .addColumn("lease_until", "bigint")
    .addColumn("event_due_at", "bigint")
    .addColumn("lease_fence", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("page_id", "text")
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addColumn("intent", "text")
    .addColumn("progress", "text")
    .addColumn("record", "text")
    .addPrimaryKeyConstraint("activities_key", ["connection", "activity_key"])
    .compile(),
  schema
    .createIndex("activities_due")
    .on("activities")
    .columns(["connection", "priority", "due_at"])
    .where(sql<boolean>`due_at is not null`)
    .compile(),
  schema
    .createIndex("activities_parked")
    .on("activities")
    .columns(["connection", "activity_key"])
    .where(sql<boolean>`status = 'parked'`)
    .compile(),
  schema
    .createIndex("activities_failed")
    .on("activities")
    .columns(["connection", "error_at"])
    .where(sql<boolean>`error_at is not null`)
    .compile(),
];

const syncHistory = (db: Kysely<Tables>) => [
  db.schema
    .createTable("sync_history")
    .addColumn("seq", "integer", (column) => column.primaryKey())
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("activity_key", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("notion_requests", "integer", (column) => column.notNull())
    .addColumn("duration_ms", "integer", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .compile(),
  db.schema.createIndex("sync_history_at").on("sync_history").columns(["connection", "at"]).compile(),
  sql`
    create view sync_stats_today as
    select
      connection,
      count(*) as runs,
      count(*) filter (where action = 'created') as created,
      count(*) filter (where action = 'updated') as updated,
      count(*) filter (where action = 'unchanged') as unchanged,
      count(*) filter (where action = 'adopted') as adopted,
      count(*) filter (where action = 'skipped') as skipped,
      count(*) filter (where action = 'trashed') as trashed,
      sum(notion_requests) as notion_requests,
      avg(duration_ms) as average_duration_ms
    from sync_history
    where at >= unixepoch('now', 'start of day') * 1000
    group by connection
  `.compile(db),
];

const canvasCache = (db: Kysely<Tables>) => [
  db.schema
    .createTable("canvas_cache")
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("identifier", "text", (column) => column.notNull())
    .addColumn("page_ids", "text", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("hits", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("canvas_cache_identifier", ["connection", "identifier"])
    .compile(),
  db.schema
    .createIndex("canvas_cache_expires")
    .on("canvas_cache")
    .columns(["connection", "expires_at"])
    .compile(),
  sql`
    create view canvas_cache_stats as
    select
      connection,
      count(*) as entries,
      count(*) filter (where page_ids <> '[]') as found,
      count(*) filter (where page_ids = '[]') as none,
      sum(hits) as hits
    from canvas_cache
    group by connection
  `.compile(db),
];

const cursors = ({ schema }: Kysely<Tables>) =>
  schema
    .createTable("cursors")
    .addColumn("connection", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("cursors_name", ["connection", "name"])
    .compile();
