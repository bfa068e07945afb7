import { evictDurableObject } from "cloudflare:test";
import { testStateStore } from "@openphone-notion/testing/suites";
import { describe, expect, test } from "vitest";
import { migrate } from "../src/migrate.js";
import { createSqlStateStore } from "../src/state-store.js";
import { driverOf, newObject } from "./object-driver.js";

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
