import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { openUntilFinished, query, temporaryPath } from "./fixtures/temporary-database.js";
import type { SqlDriver } from "./sql-driver.js";

const INSERT = { sql: "insert or ignore into t values (?)", parameters: [1] };

/** A file whose syncs end when the test says so. */
async function withHeldSyncs() {
  const path = await temporaryPath();
  const refusals: string[] = [];
  const driver = openUntilFinished(path, { onRefused: ({ message }) => refusals.push(message) });
  await driver.batch([{ sql: "create table t (n integer primary key)", parameters: [] }]);
  const syncs: ((error?: Error) => void)[] = [];
  const spy = vi.spyOn(fs, "fdatasync").mockImplementation(((
    _file: number,
    done: (error: unknown) => void,
  ) => {
    syncs.push((error) => done(error ?? null));
  }) as typeof fs.fdatasync);
  syncBuiltinESMExports();
  const restore = () => {
    spy.mockRestore();
    syncBuiltinESMExports();
  };
  onTestFinished(restore);
  return { driver, syncs, path, restore, refusals };
}

/** Begins a batch, and tells whether it has been acknowledged. */
function begin(driver: SqlDriver, options?: { lasting: boolean }) {
  const batch = { acknowledged: false, done: driver.batch([INSERT], options) };
  batch.done.then(
    () => {
      batch.acknowledged = true;
    },
    () => {},
  );
  return batch;
}

test("a batch that lasts is acknowledged when it is on the disk, and not before", async () => {
  const { driver, syncs } = await withHeldSyncs();
  const batch = begin(driver);
  await turn();
  expect(await query(driver, "select n from t")).toEqual([{ n: 1 }]);
  expect({ acknowledged: batch.acknowledged, syncs: syncs.length }).toEqual({
    acknowledged: false,
    syncs: 1,
  });
  syncs[0]?.();
  await batch.done;
});

test("a batch that need not last, or only reads, does not wait for the disk", async () => {
  const { driver, syncs } = await withHeldSyncs();
  await driver.batch([INSERT], { lasting: false });
  await driver.batch([{ sql: "select n from t", parameters: [] }]);
  expect(syncs.length).toBe(0);
});

test("a write that finds its row in place waits for the row to be on the disk", async () => {
  const { driver, syncs } = await withHeldSyncs();
  await driver.batch([INSERT], { lasting: false });
  const again = begin(driver);
  await turn();
  expect({ acknowledged: again.acknowledged, syncs: syncs.length }).toEqual({
    acknowledged: false,
    syncs: 1,
  });
  syncs[0]?.();
  expect(await again.done).toEqual([{ rows: [], changes: 0 }]);
});

test("batches that come while a sync is under way share the next one, which begins after it", async () => {
  const { driver, syncs } = await withHeldSyncs();
  const first = begin(driver);
  await turn();
  const others = [begin(driver), begin(driver), begin(driver)];
  await turn();
  expect(syncs.length).toBe(1);
  syncs[0]?.();
  await first.done;
  await turn();
  expect({ syncs: syncs.length, acknowledged: others.some((batch) => batch.acknowledged) }).toEqual({
    syncs: 2,
    acknowledged: false,
  });
  syncs[1]?.();
  await Promise.all(others.map(({ done }) => done));
});

test("a disk that refused once is not trusted again until the database is opened anew", async () => {
  const { driver, syncs, path, restore, refusals } = await withHeldSyncs();
  const unavailable = { code: "store_unavailable", message: expect.stringContaining("the disk refused") };
  const batches = [begin(driver)];
  await turn();
  batches.push(begin(driver));
  syncs[0]?.(Object.assign(new Error("i/o error"), { code: "EIO", syscall: "fdatasync" }));
  for (const { done } of batches) await expect(done).rejects.toMatchObject(unavailable);
  restore();
  await expect(driver.batch([INSERT])).rejects.toMatchObject(unavailable);
  expect(refusals).toEqual([unavailable.message]);
  await driver.close();
  await openUntilFinished(path).batch([INSERT]);
});

test("closing ends what is under way", async () => {
  const { driver, syncs } = await withHeldSyncs();
  const batch = begin(driver);
  await turn();
  const closed = driver.close();
  syncs[0]?.();
  await Promise.all([batch.done, closed]);
});
