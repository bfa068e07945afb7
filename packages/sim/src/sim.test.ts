import { beforeAll, expect, test } from "vitest";
import { digestAtOnce } from "./digest-at-once.ts";
import { replayCommand } from "./replay.ts";
import { runSeed } from "./run-seed.ts";

beforeAll(digestAtOnce);

/** What was found, each with the command that shows how it came about. */
async function violationsOf(seeds: Iterable<number>): Promise<string[]> {
  const found: string[] = [];
  for (const seed of seeds) {
    const { findings } = await runSeed(seed, { mode: "both" });
    for (const { rule, detail } of findings)
      found.push(`${rule}: ${detail}\n  ${replayCommand(seed, "both")}`);
  }
  return found;
}

const count = (from: number, howMany: number) => Array.from({ length: howMany }, (_, index) => from + index);

test("a fixed set of worlds: nothing lost, nothing doubled, nothing of the user's touched", async () => {
  expect(await violationsOf(count(1, 150))).toEqual([]);
}, 120_000);

test("fresh worlds, others at every run", async () => {
  const from = 1_000_000 + Math.floor(Math.random() * 1_000_000_000);
  process.stdout.write(`fresh seeds from ${from}\n`);
  expect(await violationsOf(count(from, 60))).toEqual([]);
}, 120_000);
