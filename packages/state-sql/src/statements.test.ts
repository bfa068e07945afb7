import { expect, test } from "vitest";
import { OPERATIONS } from "./fixtures/operations.js";
import { migratedDriver } from "./fixtures/temporary-database.js";
import type { SqlStatement } from "./sql-driver.js";
import { createSqlStateStore } from "./state-store.js";

test("every operation is looked at", async () => {
  const { close, ...operations } = createSqlStateStore({ driver: await migratedDriver() });
  const looked = new Set(Object.keys(OPERATIONS).map((name) => name.split(" ")[0]));
  expect(looked).toEqual(new Set(Object.keys(operations)));
});

for (const [name, operate] of Object.entries(OPERATIONS)) {
  test(`${name}: one batch, at most 100 values a statement, and none of them in its text`, async () => {
    const driver = await migratedDriver();
    const batches: (readonly SqlStatement[])[] = [];
    const store = createSqlStateStore({
      driver: {
        ...driver,
        batch(statements) {
          batches.push(statements);
          return driver.batch(statements);
        },
      },
    });
    // Half of them hold no lease, and say so; what counts here is what they asked of the database.
    for (const salt of [1, 2])
      await operate(store, salt).catch((error) => expect(error.code).toBe("lease_lost"));

    const [first = [], second = [], ...more] = batches;
    expect(more).toEqual([]);
    expect(first.length).toBeGreaterThan(0);
    expect(Math.max(...first.map(({ parameters }) => parameters.length))).toBeLessThanOrEqual(100);
    expect(second.map(({ sql }) => sql)).toEqual(first.map(({ sql }) => sql));
  });
}
