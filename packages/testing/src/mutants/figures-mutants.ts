import type { Figures } from "@openphone-notion/core";
import type { MemoryStateData } from "../state/memory-state-data.js";
import type { StateMutant } from "./state-mutant.js";

type Range = { from: number; to: number };

/** Shows figures made from the good ones, and from those of other ranges. */
const showing = (
  worse: (good: (range: Range) => Promise<Figures>, range: Range, data: MemoryStateData) => Promise<Figures>,
): StateMutant["breaks"] => {
  return ({ figures }, data) => ({ figures: (range) => worse(figures, range, data) });
};

const EVER = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Stores that tell wrong figures of a time. */
export const figuresMutants: readonly StateMutant[] = [
  {
    name: "figures leave out the first moment",
    caughtBy: "figures/",
    breaks: showing((good, { from, to }) => good({ from: from + 1, to })),
  },
  {
    name: "figures take in the moment at the end",
    caughtBy: "figures/",
    breaks: showing((good, { from, to }) => good({ from, to: to + 1 })),
  },
  {
    name: "counts the events of all times",
    caughtBy: "figures/events",
    breaks: showing(async (good, range) => ({ ...(await good(range)), events: (await good(EVER)).events })),
  },
  {
    name: "counts waiting events only",
    caughtBy: "figures/events",
    breaks: showing(async (good, range, { events }) => ({
      ...(await good(range)),
      events: [...events.values()].filter(
        ({ processed, receivedAt }) => !processed && receivedAt >= range.from && receivedAt < range.to,
      ).length,
    })),
  },
  {
    name: "counts the runs of all times",
    caughtBy: "figures/runs",
    breaks: showing(async (good, range) => ({ ...(await good(range)), runs: (await good(EVER)).runs })),
  },
  {
    name: "takes every run for one request",
    caughtBy: "figures/runs",
    breaks: showing(async (good, range) => {
      const figures = await good(range);
      return { ...figures, notionRequests: Object.values(figures.runs).reduce((sum, runs) => sum + runs, 0) };
    }),
  },
  {
    name: "tells how long a run took on average",
    caughtBy: "figures/runs",
    breaks: showing(async (good, range) => {
      const figures = await good(range);
      const runs = Object.values(figures.runs).reduce((sum, count) => sum + count, 0);
      return { ...figures, durationMs: runs === 0 ? 0 : figures.durationMs / runs };
    }),
  },
  {
    name: "counts everything that is parked, whenever it was",
    caughtBy: "figures/parked",
    breaks: showing(async (good, range) => ({ ...(await good(range)), parked: (await good(EVER)).parked })),
  },
  {
    name: "counts what has failed as parked",
    caughtBy: "figures/parked",
    breaks: showing(async (good, range, { activities }) => ({
      ...(await good(range)),
      parked: [...activities.values()].filter(
        ({ state: { errorAt = 0 } }) => errorAt >= range.from && errorAt < range.to,
      ).length,
    })),
  },
  {
    name: "takes whatever is due for owed",
    caughtBy: "figures/owed",
    breaks: showing(async (good, range, { activities }) => ({
      ...(await good(range)),
      owed: [...activities.values()].filter(({ state }) => state.dueAt !== undefined).length,
    })),
  },
  {
    name: "takes for owed only what is due within the time",
    caughtBy: "figures/owed",
    breaks: showing(async (good, range, { activities }) => ({
      ...(await good(range)),
      owed: [...activities.values()].filter(
        ({ state: { status, dueAt } }) => status === "synced" && dueAt !== undefined && dueAt < range.to,
      ).length,
    })),
  },
];
