import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { digestAtOnce } from "./digest-at-once.ts";
import { runSeed } from "./run-seed.ts";

beforeAll(digestAtOnce);
afterEach(() => {
  vi.restoreAllMocks();
});

test("the same seed writes the same journal, byte for byte, whatever ran before it", async () => {
  const seeds = [3, 14, 15, 92, 65];
  const first = new Map<number, readonly string[]>();
  for (const seed of seeds) first.set(seed, (await runSeed(seed, { mode: "both" })).journal);
  for (const seed of seeds.toReversed())
    expect((await runSeed(seed, { mode: "both" })).journal).toEqual(first.get(seed));
});

test("different seeds are different worlds", async () => {
  const digests = new Set<string>();
  for (const seed of [1, 2, 3, 4, 5]) digests.add((await runSeed(seed, { mode: "safety" })).digest);
  expect(digests.size).toBe(5);
});

test("safety is a part of both: the storm is the same", async () => {
  const { journal: both } = await runSeed(7, { mode: "both" });
  const { journal: safety } = await runSeed(7, { mode: "safety" });
  expect(both.slice(0, safety.length)).toEqual(safety);
});

test("nobody looks at the machine's clock or throws its dice", async () => {
  const askers = new Set<string>();
  const note = () => {
    const caller = new Error().stack?.split("\n").find((line) => /\/packages\/|@notionhq/.test(line));
    if (caller && !caller.includes("determinism.test")) askers.add(caller.trim());
  };
  const { now } = Date;
  const { random } = Math;
  vi.spyOn(Date, "now").mockImplementation(() => {
    note();
    return now();
  });
  vi.spyOn(Math, "random").mockImplementation(() => {
    note();
    return random();
  });
  for (const seed of [1, 2, 3, 4, 5, 6]) await runSeed(seed, { mode: "both" });
  expect([...askers]).toEqual([]);
});
