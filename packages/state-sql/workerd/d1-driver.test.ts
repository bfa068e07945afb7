import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { SyncError } from "@openphone-notion/core";
import { beforeEach, expect, test } from "vitest";
import { type D1Binding, openD1 } from "../src/d1.js";
import { OPERATIONS } from "../src/fixtures/operations.js";
import { migrate } from "../src/migrate.js";
import { createSqlStateStore } from "../src/state-store.js";

const driver = openD1(env.DB);
const run = (...statements: string[]) => driver.batch(statements.map((sql) => ({ sql, parameters: [] })));

const UNAVAILABLE = { code: "store_unavailable", retry: "now" };

beforeEach(reset);

/** Tables, indexes and views, those of Cloudflare and SQLite aside. */
async function schema() {
  const [found] = await run("select type, name, tbl_name, sql from sqlite_schema order by type, name");
  return found?.rows.filter(({ tbl_name }) => !/^(_cf|d1|sqlite)_/.test(String(tbl_name)));
}

test("what Wrangler applies and what migrate does is the same, and after either nothing is left to do", async () => {
  await applyD1Migrations(env.DB, env.D1_MIGRATIONS);
  const applied = await schema();
  expect(applied?.length).toBeGreaterThan(15);
  expect(await migrate(driver)).toEqual([]);
  await reset();
  expect(await migrate(driver)).not.toEqual([]);
  expect(await schema()).toEqual(applied);
});

for (const [name, operate] of Object.entries(OPERATIONS)) {
  test(`${name}: one round trip`, async () => {
    await applyD1Migrations(env.DB, env.D1_MIGRATIONS);
    let roundTrips = 0;
    const counting: D1Binding = {
      prepare: (sql) => env.DB.prepare(sql),
      batch(statements) {
        roundTrips++;
        return env.DB.batch(statements as D1PreparedStatement[]);
      },
    };
    const store = createSqlStateStore({ driver: openD1(counting) });
    await operate(store, 1).catch((error) => expect(error.code).toBe("lease_lost"));
    expect(roundTrips).toBe(1);
  });
}

test("a batch answers rows and changes for each statement", async () => {
  await run("create table t (n integer)");
  const results = await driver.batch([
    { sql: "insert into t values (?), (?)", parameters: [1, 2] },
    { sql: "update t set n = n + 1 returning n", parameters: [] },
    { sql: "delete from t where n > ?", parameters: [2] },
    { sql: "select n from t", parameters: [] },
    { sql: "select n from t where n > ?", parameters: [9] },
    { sql: "update t set n = n where n > ?", parameters: [9] },
  ]);
  expect(results.map(({ rows, changes }) => ({ rows: rows.map((row) => row.n), changes }))).toEqual([
    { rows: [], changes: 2 },
    { rows: [2, 3], changes: 2 },
    { rows: [], changes: 1 },
    { rows: [2], changes: 1 },
    { rows: [], changes: 0 },
    { rows: [], changes: 0 },
  ]);
  expect(await driver.batch([])).toEqual([]);
});

test("a batch that fails leaves nothing behind, and a broken rule is not dressed up as an outage", async () => {
  await run("create table t (n integer primary key)");
  const failing = run("insert into t values (1)", "insert into t values (1)");
  await expect(failing).rejects.not.toBeInstanceOf(SyncError);
  await expect(driver.batch([{ sql: "select ?", parameters: [undefined] }])).rejects.not.toBeInstanceOf(
    SyncError,
  );
  expect((await run("select * from t"))[0]?.rows).toEqual([]);
});

test("a database without its tables says how to make them", async () => {
  const store = createSqlStateStore({ driver });
  await expect(store.due({ now: 1, limit: 1 })).rejects.toMatchObject({
    ...UNAVAILABLE,
    message: expect.stringContaining("wrangler d1 migrations apply"),
  });
});
