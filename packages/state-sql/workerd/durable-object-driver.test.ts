import { evictDurableObject } from "cloudflare:test";
import { SyncError } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { migrate } from "../src/migrate.js";
import { migrations } from "../src/migrations/all.js";
import { driverOf, newObject } from "./object-driver.js";

function open() {
  const object = newObject();
  const driver = driverOf(object);
  const run = (...statements: string[]) => driver.batch(statements.map((sql) => ({ sql, parameters: [] })));
  return { object, driver, run };
}

test("a batch answers rows and changes for each statement", async () => {
  const { driver, run } = open();
  await run("create table t (n integer primary key)", "create index also_written on t (n)");
  const results = await driver.batch([
    { sql: "insert into t values (?), (?)", parameters: [1, 2] },
    { sql: "insert into t values (?) on conflict do nothing", parameters: [1] },
    { sql: "update t set n = n + 10 returning n", parameters: [] },
    { sql: "select n from t where n > ?", parameters: [11] },
    { sql: "select n from t where n > ?", parameters: [99] },
  ]);
  expect(results.map(({ rows, changes }) => ({ rows: rows.map((row) => row.n), changes }))).toEqual([
    { rows: [], changes: 2 },
    { rows: [], changes: 0 },
    { rows: [11, 12], changes: 2 },
    { rows: [12], changes: 1 },
    { rows: [], changes: 0 },
  ]);
  expect(await driver.batch([])).toEqual([]);
});

test("a batch that fails leaves nothing behind, and a broken rule is not dressed up as an outage", async () => {
  const { run } = open();
  await run("create table t (n integer primary key)");
  const failing = async () => run("insert into t values (1)", "insert into t values (1)");
  await expect(failing()).rejects.not.toBeInstanceOf(SyncError);
  expect((await run("select * from t"))[0]?.rows).toEqual([]);
});

test("an object brings its database up to date once, and finds it so when it has been evicted", async () => {
  const { object, driver, run } = open();
  expect(await migrate(driver)).toEqual(migrations.map(({ name }) => name));
  await run("insert into cursors values ('default', 'calls', '1')");
  await evictDurableObject(object);
  expect(await migrate(driver)).toEqual([]);
  expect((await run("select value from cursors"))[0]?.rows).toEqual([{ value: "1" }]);
});
