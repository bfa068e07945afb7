import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrationFile } from "./migration-file.js";
import { migrations } from "./migrations/all.js";

/** `pnpm --filter @openphone-notion/state-sql migrations` writes them. */
const folder = join(import.meta.dirname, "../migrations");
const files = migrations.map(migrationFile);

test("there is a file for each migration, and no other, in an order that their names keep", async () => {
  expect((await readdir(folder)).sort()).toEqual(files.map(({ name }) => name));
});

for (const { name, text } of files) {
  test(`${name} says what the migration does`, async () => {
    await expect(text).toMatchFileSnapshot(join(folder, name));
  });
}
