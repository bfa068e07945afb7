import { expect, test } from "vitest";
import { openUntilFinished, query, temporaryPath } from "./fixtures/temporary-database.js";
import { migrate } from "./migrate.js";
import { migrations } from "./migrations/all.js";
import type { SqlDriver } from "./sql-driver.js";

const SCHEMA = "select type, name, sql from sqlite_schema order by type, name";
const names = async (driver: SqlDriver, type: string) =>
  (await query(driver, SCHEMA)).filter((entry) => entry.type === type).map(({ name }) => name);

test("an empty database gets every table and view", async () => {
  const driver = openUntilFinished(":memory:");
  expect(await migrate(driver)).toEqual(migrations.map(({ name }) => name));
  expect(await names(driver, "table")).toEqual([
    "activities",
    "canvas_cache",
    "canvas_changes",
    "canvas_contacts",
    "canvas_links",
    "canvas_pages",
    "cursors",
    "imports",
    "roles",
    "schema_migrations",
    "sync_history",
    "webhook_events",
  ]);
  expect(await names(driver, "view")).toEqual(["canvas_cache_stats", "sync_stats_today"]);
});

test("a second run changes nothing", async () => {
  const driver = openUntilFinished(":memory:");
  await migrate(driver);
  const before = await query(driver, SCHEMA);
  expect(await migrate(driver)).toEqual([]);
  expect(await query(driver, SCHEMA)).toEqual(before);
});

test("two processes that start together apply each migration once", async () => {
  const path = await temporaryPath();
  const drivers = [openUntilFinished(path), openUntilFinished(path)];
  const applied = await Promise.all(drivers.map(migrate));
  expect(applied.flat().sort()).toEqual(migrations.map(({ name }) => name));
});

test("a migration that fails is neither marked nor half applied", async () => {
  const driver = openUntilFinished(":memory:");
  await query(driver, "create table cursors (in_the_way text)");
  await expect(migrate(driver)).rejects.toThrow("cursors");
  expect(await names(driver, "table")).toEqual(["cursors", "schema_migrations"]);
  expect(await query(driver, "select * from schema_migrations")).toEqual([]);
});

test("a database of a later version is refused, and stays as it is", async () => {
  const driver = openUntilFinished(":memory:");
  await migrate(driver);
  await query(driver, "insert into schema_migrations values (99, '099-later')");
  const before = await query(driver, "select * from schema_migrations");
  await expect(migrate(driver)).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining("later version"),
  });
  expect(await query(driver, "select * from schema_migrations")).toEqual(before);
});

test("versions count up from 1", () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
});
