create table if not exists "schema_migrations" ("version" integer primary key, "name" text not null);
insert into "schema_migrations" ("version", "name") values (4, '004-identifiers-of-events');
alter table "webhook_events" add column "identifiers" text;
