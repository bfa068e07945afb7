import { expect, test } from "vitest";
import { crashRun } from "./crash-run.ts";

const KILLS = 8;
const SEED = 11;

test("nothing that was acknowledged is lost, doubled or cut short by kill -9, whenever it falls", {
  timeout: 120_000,
}, async () => {
  const { problems, killedAt } = await crashRun({ seed: SEED, kills: KILLS, patienceMs: 90_000 });
  expect(problems, `again: node packages/cli/test/crash/main.ts --kills ${KILLS} --seed ${SEED}`).toEqual([]);
  expect(Object.values(killedAt).reduce((sum, times) => sum + times)).toBe(KILLS);
});
