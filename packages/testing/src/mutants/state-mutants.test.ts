import { expect, test } from "vitest";
import { createMemoryStateData } from "../state/memory-state-data.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";
import { testStateStore } from "../state/test-state-store.js";
import { activityQueryMutants } from "./activity-query-mutants.js";
import { adoptMutants } from "./adopt-mutants.js";
import { canvasMutants } from "./canvas-mutants.js";
import { eventQueryMutants } from "./event-query-mutants.js";
import { figuresMutants } from "./figures-mutants.js";
import { hastenMutants } from "./hasten-mutants.js";
import { inboxMutants } from "./inbox-mutants.js";
import { keepingMutants } from "./keeping-mutants.js";
import { leaseMutants } from "./lease-mutants.js";
import { ledgerMutants } from "./ledger-mutants.js";
import { outcomeMutants } from "./outcome-mutants.js";
import { releaseMutants } from "./release-mutants.js";
import { relinkMutants } from "./relink-mutants.js";
import { roleMutants } from "./role-mutants.js";
import { failingRows, rowsOf } from "./rows.js";
import type { StateMutant } from "./state-mutant.js";

function rows(breaks: StateMutant["breaks"]) {
  let data = createMemoryStateData();
  const open = async () => {
    const good = createMemoryStateStore(data);
    return { ...good, ...breaks(good, data) };
  };
  return rowsOf((test) =>
    testStateStore({
      test,
      expect,
      create: () => {
        data = createMemoryStateData();
        return open();
      },
      reopen: open,
    }),
  );
}

const mutants = [
  ...inboxMutants,
  ...leaseMutants,
  ...outcomeMutants,
  ...hastenMutants,
  ...adoptMutants,
  ...roleMutants,
  ...releaseMutants,
  ...activityQueryMutants,
  ...eventQueryMutants,
  ...ledgerMutants,
  ...keepingMutants,
  ...canvasMutants,
  ...relinkMutants,
  ...figuresMutants,
];

test("a good store passes every row", async () => {
  expect(await failingRows(rows(() => ({})))).toEqual([]);
});

for (const { name, caughtBy, breaks } of mutants) {
  test(`survives not: ${name} (${caughtBy})`, async () => {
    const there = rows(breaks).filter((row) => row.name.startsWith(caughtBy));
    expect(there).not.toEqual([]);
    expect(await failingRows(there, { first: true })).not.toEqual([]);
  });
}
