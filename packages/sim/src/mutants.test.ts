import { beforeAll, describe, expect, test } from "vitest";
import { digestAtOnce } from "./digest-at-once.ts";
import { runSeed } from "./run-seed.ts";
import { type Mutant, mutants } from "./sabotage.ts";

beforeAll(digestAtOnce);

const WITHIN_SEEDS = 200;

/** The first seed that shows what the mutant breaks. */
async function seenAt({ breaks, make, mode }: Mutant): Promise<number | undefined> {
  for (let seed = 1; seed <= WITHIN_SEEDS; seed++) {
    const { findings } = await runSeed(seed, { mode, sabotage: make() });
    if (findings.some(({ rule }) => breaks.includes(rule))) return seed;
  }
  return undefined;
}

describe("the simulation notices when", () => {
  for (const mutant of mutants) {
    test(mutant.name, async () => {
      expect(await seenAt(mutant)).toBeDefined();
    }, 60_000);
  }
});
