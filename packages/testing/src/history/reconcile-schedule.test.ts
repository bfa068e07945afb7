import { nextPass, passEnded, readPasses } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { createMemoryStateStore } from "../state/memory-state-store.js";

const HOUR = 3_600_000;
const START = Date.parse("2026-10-07T00:00:00Z");
const beginning = START - 1_000 * HOUR;

describe("the schedule of reconciliations", () => {
  test("has a quick pass every six hours and every fourth one full", async () => {
    const store = createMemoryStateStore();
    const passes: string[] = [];
    for (let now = START; now <= START + 49 * HOUR; now += HOUR) {
      const { kind, dueAt } = nextPass(await readPasses(store, now), { beginning, now });
      if (dueAt > now) continue;
      passes.push(`${(now - START) / HOUR} ${kind}`);
      await passEnded(store, kind, { until: now });
    }
    expect(passes).toEqual([
      ...["6 quick", "12 quick", "18 quick", "24 full"],
      ...["30 quick", "36 quick", "42 quick", "48 full"],
    ]);
  });

  test("neither skips nor repeats after a restart: only a pass that came to its end counts", async () => {
    const store = createMemoryStateStore();
    await readPasses(store, START);
    const now = START + 7 * HOUR;
    const due = async () => nextPass(await readPasses(store, now), { beginning, now });
    expect(await due()).toMatchObject({ kind: "quick", dueAt: START + 6 * HOUR });
    expect(await due()).toMatchObject({ kind: "quick", dueAt: START + 6 * HOUR });
    await passEnded(store, "quick", { until: now });
    expect((await due()).dueAt).toBe(now + 6 * HOUR);
  });

  test("reaches back a day, and after an outage to the last pass that ended", () => {
    const range = (lastAgo: number) =>
      nextPass({ quick: START - lastAgo * HOUR, full: START - 10 * HOUR }, { beginning, now: START });
    expect(range(7)).toMatchObject({ kind: "quick", since: START - 24 * HOUR });
    const passes = { quick: START - 90 * HOUR, full: START - 90 * HOUR };
    expect(nextPass(passes, { beginning, now: START })).toMatchObject({ kind: "full", since: beginning });
  });

  test("never asks for what lies before the beginning", () => {
    const passes = { quick: START - 7 * HOUR, full: START - 7 * HOUR };
    expect(nextPass(passes, { beginning: START - 3 * HOUR, now: START }).since).toBe(START - 3 * HOUR);
  });
});
