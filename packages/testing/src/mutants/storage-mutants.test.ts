import { expect, test } from "vitest";
import { createMemoryStorage } from "../storage/memory-storage.js";
import { testStorage } from "../storage/test-storage.js";
import { findMutants } from "./find-mutants.js";
import { putMutants } from "./put-mutants.js";
import { failingRows, rowsOf } from "./rows.js";
import type { StorageMutant } from "./storage-mutant.js";

function rows(breaks: StorageMutant["breaks"], presign = false) {
  let good = createMemoryStorage();
  const open = () => ({ ...good, ...breaks(good) });
  return rowsOf((test) =>
    testStorage({
      test,
      expect,
      create: () => {
        good = createMemoryStorage();
        return open();
      },
      reopen: open,
      capabilities: { presign, lateMetadata: true },
    }),
  );
}

test("a good storage passes every row, with links or without", async () => {
  expect(await failingRows(rows(() => ({})))).toEqual([]);
  const url = async (key: string) => `https://files.example.com/${key}`;
  const links = rows(() => ({ url }), true).filter(({ name }) => name.startsWith("presign/"));
  expect(await failingRows(links)).toEqual([]);
});

for (const { name, caughtBy, breaks } of [...putMutants, ...findMutants]) {
  test(`survives not: ${name} (${caughtBy})`, async () => {
    const presign = caughtBy.startsWith("presign/");
    const there = rows(breaks, presign).filter((row) => row.name.startsWith(caughtBy));
    expect(there).not.toEqual([]);
    expect(await failingRows(there, { first: true })).not.toEqual([]);
  });
}
