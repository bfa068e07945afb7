import { sql } from "kysely";
import type { Migration } from "./migration.js";

/** Imports and the roles of workers, and indexes for looking into the inbox and the history. */
export const importsAndRoles: Migration = {
  version: 2,
  name: "002-imports-and-roles",
  statements: ({ schema }) => [
    schema
      .createTable("imports")
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("started_at", "bigint", (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      .addColumn("request", "text", (column) => column.notNull())
      .addColumn("progress", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("imports_id", ["connection", "id"])
      .compile(),
    schema
      .createTable("roles")
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("owner", "text", (column) => column.notNull())
      .addColumn("held_until", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("roles_role", ["connection", "role"])
      .compile(),
    // Without the connection, or it would be taken in place of the smaller index of what waits.
    schema
      .createIndex("webhook_events_activity")
      .on("webhook_events")
      .column("activity_key")
      .where(sql<boolean>`activity_key is not null`)
      .compile(),
    schema
      .createIndex("sync_history_activity")
      .on("sync_history")
      .columns(["connection", "activity_key"])
      .compile(),
  ],
};
