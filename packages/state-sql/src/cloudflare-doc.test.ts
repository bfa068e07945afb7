import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migratedDriver, query } from "./fixtures/temporary-database.js";

const doc = readFileSync(join(import.meta.dirname, "../../../docs/cloudflare.md"), "utf8");
const queries = [...doc.matchAll(/d1 execute DB --remote --command "([^"]+)"/g)].map(([, sql]) => sql!);

test.each(queries)("the deploy guide's query works on the tables: %s", async (sql) => {
  expect(await query(await migratedDriver(), sql)).toEqual([]);
});
