import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { testStateStore } from "@openphone-notion/testing/suites";
import { describe, expect, test } from "vitest";
import { openDurableObjectSqlite } from "../src/durable-object.js";
import { migrate } from "../src/migrate.js";
import type { SqlDriver } from "../src/sql-driver.js";
import { createSqlStateStore } from "../src/state-store.js";

const newObject = () => env.OBJECTS.get(env.OBJECTS.newUniqueId());

/** Runs each batch inside the object, the only place from where its storage may be reached. */
const driverOf = (object: ReturnType<typeof newObject>): SqlDriver => ({
  dialect: "sqlite",
  batch: (statements) =>
    runInDurableObject(object, (_, { storage }) => openDurableObjectSqlite(storage).batch(statements)),
  close: async () => {},
});

describe("in a Durable Object", () => {
  let object = newObject();
  testStateStore({
    test,
    expect,
    async create() {
      object = newObject();
      await migrate(driverOf(object));
      return createSqlStateStore({ driver: driverOf(object) });
    },
    async reopen() {
      await evictDurableObject(object);
      return createSqlStateStore({ driver: driverOf(object) });
    },
  });
});
