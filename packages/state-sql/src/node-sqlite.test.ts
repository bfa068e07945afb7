import fs from "node:fs";
import { writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { SyncError } from "@openphone-notion/core";
import { expect, onTestFinished, test, vi } from "vitest";
import { openUntilFinished, query, temporaryPath } from "./fixtures/temporary-database.js";
import { isDamaged, openNodeSqlite } from "./node-sqlite.js";
import type { SqlDriver } from "./sql-driver.js";

const UNAVAILABLE = { code: "store_unavailable", retry: "now" };
const run = (driver: SqlDriver, ...statements: string[]) =>
  driver.batch(statements.map((sql) => ({ sql, parameters: [] })));

test("a file is made with its folder, and logs ahead", async () => {
  const driver = openUntilFinished(await temporaryPath());
  expect(await query(driver, "pragma journal_mode")).toEqual([{ journal_mode: "wal" }]);
  // 1 is NORMAL, for syncing the log is the driver's own: https://www.sqlite.org/pragma.html#pragma_synchronous
  expect(await query(driver, "pragma synchronous")).toEqual([{ synchronous: 1 }]);
  expect(await query(driver, "pragma foreign_keys")).toEqual([{ foreign_keys: 1 }]);
  expect(await query(driver, "pragma busy_timeout")).toEqual([{ timeout: 5_000 }]);
});

test("a batch answers rows and changes for each statement", async () => {
  const driver = openUntilFinished(":memory:");
  await run(driver, "create table t (n integer)");
  const results = await driver.batch([
    { sql: "insert into t values (?), (?)", parameters: [1, 2] },
    { sql: "update t set n = n + 1 returning n", parameters: [] },
    { sql: "delete from t where n > ?", parameters: [2] },
    { sql: "select n from t", parameters: [] },
  ]);
  expect(results.map(({ rows, changes }) => ({ rows: rows.map((row) => row.n), changes }))).toEqual([
    { rows: [], changes: 2 },
    { rows: [2, 3], changes: 2 },
    { rows: [], changes: 1 },
    { rows: [2], changes: 1 },
  ]);
  expect(await driver.batch([])).toEqual([]);
});

test("a batch that fails leaves nothing behind, and the next one works", async () => {
  const driver = openUntilFinished(":memory:");
  await run(driver, "create table t (n integer primary key)");
  const failing = run(driver, "insert into t values (1)", "insert into t values (1)");
  // A broken rule is the caller's defect, so it is not dressed up as an outage.
  await expect(failing).rejects.not.toBeInstanceOf(SyncError);
  expect(await query(driver, "select * from t")).toEqual([]);
  await run(driver, "insert into t values (1)", "insert into t values (2)");
  expect((await query(driver, "select * from t")).length).toBe(2);
});

test("more different statements than are kept prepared still run", async () => {
  const driver = openUntilFinished(":memory:");
  const numbers = Array.from({ length: 450 }, (_, index) => index);
  const results = await run(driver, ...numbers.map((n) => `select ${n} as n`));
  expect(results.map(({ rows }) => rows[0]?.n)).toEqual(numbers);
});

test("a database that another process has locked is unavailable", async () => {
  const path = await temporaryPath();
  const other = openUntilFinished(path);
  await run(other, "create table t (n integer)");
  const driver = openUntilFinished(path, { busyTimeoutMs: 1 });
  await run(other, "begin immediate");
  const insert = "insert into t values (1)";
  await expect(run(driver, insert)).rejects.toMatchObject(UNAVAILABLE);
  await expect(run(driver, insert, insert)).rejects.toMatchObject(UNAVAILABLE);
  await run(other, "rollback");
  await run(driver, insert, insert);
});

test("a full database is unavailable, and keeps what it had", async () => {
  const driver = openUntilFinished(await temporaryPath());
  await run(driver, "create table t (text text)");
  await run(driver, "pragma max_page_count = 10");
  const insert = { sql: "insert into t values (?)", parameters: ["small"] };
  const large = { ...insert, parameters: ["x".repeat(100_000)] };
  await driver.batch([insert]);
  await expect(driver.batch([insert, large])).rejects.toMatchObject(UNAVAILABLE);
  expect(await query(driver, "select text from t")).toEqual([{ text: "small" }]);
});

test("a closed database is unavailable, and may be closed again", async () => {
  const driver = openNodeSqlite(":memory:");
  await driver.close();
  await driver.close();
  await expect(run(driver, "select 1")).rejects.toMatchObject(UNAVAILABLE);
  await expect(run(driver, "select 1", "select 2")).rejects.toMatchObject(UNAVAILABLE);
});

test("what is wrong with a file is told with its name, and with its place while it is opened", async () => {
  const path = await temporaryPath();
  const driver = openNodeSqlite(path);
  await driver.close();
  await expect(run(driver, "select 1")).rejects.toMatchObject({
    message: expect.stringMatching(/^The database state\.db is closed/),
  });
  await writeFile(path, "no database at all".repeat(100));
  const opening = () => openNodeSqlite(path);
  expect(opening).toThrow(`The database ${path} is damaged`);
  try {
    opening();
  } catch (error) {
    expect(isDamaged(error)).toBe(true);
  }
  expect(isDamaged(new Error("Something else"))).toBe(false);
});

test("a file of another user is told as such", async () => {
  const path = await temporaryPath();
  const chmod = vi.spyOn(fs, "chmodSync").mockImplementation(() => {
    throw Object.assign(new Error("not permitted"), { code: "EPERM", syscall: "chmod" });
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    chmod.mockRestore();
    syncBuiltinESMExports();
  });
  expect(() => openNodeSqlite(path)).toThrow(`The database ${path} belongs to another user`);
});

test("a place that cannot hold a database is unavailable", () => {
  expect(() => openNodeSqlite("/dev/null/state.db")).toThrow(expect.objectContaining(UNAVAILABLE));
  expect(() => openNodeSqlite("/dev")).toThrow(expect.objectContaining(UNAVAILABLE));
});
