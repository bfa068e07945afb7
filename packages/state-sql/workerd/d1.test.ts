import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { testStateStore } from "@openphone-notion/testing/suites";
import { beforeAll, describe, expect, test } from "vitest";
import { openD1 } from "../src/d1.js";
import { createSqlStateStore } from "../src/state-store.js";

beforeAll(() => applyD1Migrations(env.DB, env.D1_MIGRATIONS));

describe("on D1", () => {
  let connection = "";
  const open = async () => createSqlStateStore({ driver: openD1(env.DB), connection });
  testStateStore({
    test,
    expect,
    create: () => {
      connection = crypto.randomUUID();
      return open();
    },
    reopen: open,
  });
});
