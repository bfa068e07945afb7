import { testStateStore } from "@openphone-notion/testing";
import { describe, expect, test } from "vitest";
import { migratedDriver, temporaryPath } from "./fixtures/temporary-database.js";
import { createSqlStateStore } from "./state-store.js";

describe("in memory", () => {
  testStateStore({
    test,
    expect,
    create: async () => createSqlStateStore({ driver: await migratedDriver() }),
  });
});

describe("in a file", () => {
  let path = "";
  const open = async () => createSqlStateStore({ driver: await migratedDriver(path) });
  testStateStore({
    test,
    expect,
    create: async () => {
      path = await temporaryPath();
      return open();
    },
    reopen: open,
  });
});
