create table if not exists "schema_migrations" ("version" integer primary key, "name" text not null);
insert into "schema_migrations" ("version", "name") values (3, '003-canvas-index');
create table "canvas_pages" ("connection" text not null, "page_id" text not null, "created_at" bigint not null, "as_of" bigint not null, constraint "canvas_pages_id" primary key ("connection", "page_id"));
create table "canvas_contacts" ("connection" text not null, "identifier" text not null, "page_id" text not null, "added_as_of" bigint not null, "as_of" bigint not null, constraint "canvas_contacts_identifier" primary key ("connection", "identifier", "page_id"));
create index "canvas_contacts_page" on "canvas_contacts" ("connection", "page_id");
create table "canvas_links" ("connection" text not null, "identifier" text not null, "activity_key" text not null, "page_ids" text not null, constraint "canvas_links_identifier" primary key ("connection", "identifier", "activity_key"));
create index "canvas_links_activity" on "canvas_links" ("connection", "activity_key");
create table "canvas_changes" ("connection" text not null, "identifier" text not null, constraint "canvas_changes_identifier" primary key ("connection", "identifier"));
alter table "activities" add column "relink_fence" bigint;
drop view canvas_cache_stats;
drop table "canvas_cache";
create table "canvas_cache" ("connection" text not null, "identifier" text not null, "none_until" bigint, "hits" integer default 0 not null, "misses" integer default 0 not null, "used_at" bigint not null, constraint "canvas_cache_identifier" primary key ("connection", "identifier"));
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
    group by cache.connection;
