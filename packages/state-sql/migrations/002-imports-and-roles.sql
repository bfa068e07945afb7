create table if not exists "schema_migrations" ("version" integer primary key, "name" text not null);
insert into "schema_migrations" ("version", "name") values (2, '002-imports-and-roles');
create table "imports" ("connection" text not null, "id" text not null, "kind" text not null, "status" text not null, "started_at" bigint not null, "updated_at" bigint not null, "request" text not null, "progress" text not null, constraint "imports_id" primary key ("connection", "id"));
create table "roles" ("connection" text not null, "role" text not null, "owner" text not null, "held_until" bigint not null, constraint "roles_role" primary key ("connection", "role"));
create index "webhook_events_activity" on "webhook_events" ("activity_key") where activity_key is not null;
create index "sync_history_activity" on "sync_history" ("connection", "activity_key");
