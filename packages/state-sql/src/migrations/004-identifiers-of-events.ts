import type { Migration } from "./migration.js";

/** Whom an event names, so that what is known of them comes along when its activity is opened. */
export const identifiersOfEvents: Migration = {
  version: 4,
  name: "004-identifiers-of-events",
  statements: ({ schema }) => [
    schema.alterTable("webhook_events").addColumn("identifiers", "text").compile(),
    schema.dropIndex("canvas_links_activity").compile(),
    // With the identifier in it nobody prefers the primary key, which would be all links of the connection.
    schema
      .createIndex("canvas_links_activity")
      .on("canvas_links")
      .columns(["connection", "activity_key", "identifier"])
      .compile(),
  ],
};
