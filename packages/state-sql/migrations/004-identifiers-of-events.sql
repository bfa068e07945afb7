create table if not exists "schema_migrations" ("version" integer primary key, "name" text not null);
insert into "schema_migrations" ("version", "name") values (4, '004-identifiers-of-events');
alter table "webhook_events" add column "identifiers" text;
drop index "canvas_links_activity";
create index "canvas_links_activity" on "canvas_links" ("connection", "activity_key", "identifier");
