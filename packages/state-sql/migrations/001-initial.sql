create table if not exists "schema_migrations" ("version" integer primary key, "name" text not null);
insert into "schema_migrations" ("version", "name") values (1, '001-initial');
create table "webhook_events" ("seq" integer primary key, "connection" text not null, "id" text not null, "event_id" text not null, "type" text not null, "system" text not null, "activity_key" text, "priority" integer not null, "body" text not null, "received_at" bigint not null, "processed_at" bigint, constraint "webhook_events_id" unique ("connection", "id"));
create index "webhook_events_waiting" on "webhook_events" ("connection", "activity_key", "received_at") where processed_at is null;
create index "webhook_events_processed" on "webhook_events" ("connection", "received_at") where processed_at is not null;
create table "activities" ("connection" text not null, "activity_key" text not null, "kind" text not null, "status" text not null, "priority" integer not null, "due_at" bigint, "attempts" integer default 0 not null, "error_code" text, "error_message" text, "error_at" bigint, "lease_owner" text, "lease_until" bigint, "event_due_at" bigint, "lease_fence" bigint default 0 not null, "page_id" text, "updated_at" bigint not null, "intent" text, "progress" text, "record" text, constraint "activities_key" primary key ("connection", "activity_key"));
create index "activities_due" on "activities" ("connection", "priority", "due_at") where due_at is not null;
create index "activities_parked" on "activities" ("connection", "activity_key") where status = 'parked';
create index "activities_failed" on "activities" ("connection", "error_at") where error_at is not null;
create table "sync_history" ("seq" integer primary key, "connection" text not null, "activity_key" text not null, "action" text not null, "notion_requests" integer not null, "duration_ms" integer not null, "at" bigint not null);
create index "sync_history_at" on "sync_history" ("connection", "at");
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
    group by connection;
create table "canvas_cache" ("connection" text not null, "identifier" text not null, "page_ids" text not null, "expires_at" bigint not null, "hits" integer default 0 not null, "updated_at" bigint not null, constraint "canvas_cache_identifier" primary key ("connection", "identifier"));
create index "canvas_cache_expires" on "canvas_cache" ("connection", "expires_at");
create view canvas_cache_stats as
    select
      connection,
      count(*) as entries,
      count(*) filter (where page_ids <> '[]') as found,
      count(*) filter (where page_ids = '[]') as none,
      sum(hits) as hits
    from canvas_cache
    group by connection;
create table "cursors" ("connection" text not null, "name" text not null, "value" text not null, constraint "cursors_name" primary key ("connection", "name"));
