import { type ImportCounts, runImport } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../payloads/seeded-random.js";
import { customerNumber, fillPast } from "./fill-past.js";
import { createHistoryWorld, type HistoryWorld } from "./history-world.js";

/** 1 is 7,000 conversations with 50,000 messages and 8,000 calls, as `bench/src/import-figures.ts` runs it. */
const SCALE = Number(process.env.IMPORT_SCALE ?? 0.1);
/** Of the import that is killed; at full size that one is, too. */
const KILLED_SCALE = process.env.IMPORT_SCALE ? SCALE : 0.01;
const KILLS = 20;
const WINDOW_REQUESTS = 180;
const MINUTE = 60_000;
const YEAR = 365 * 24 * 3_600_000;

function yearOf(world: HistoryWorld, scale: number) {
  const size = (full: number) => Math.round(full * scale);
  const until = world.clock.now();
  const since = until - YEAR;
  const conversations = size(7_000);
  for (let index = 0; index < conversations; index += 2) {
    world.notion.addPage("canvas", { Name: `Contact ${index}`, Phone: customerNumber(index) });
  }
  const past = fillPast(world.openphone, {
    ...{ conversations, since, until },
    ...{ messages: size(50_000), calls: size(8_000) },
  });
  return { ...past, since };
}

/** Share of Notion's window that was used, once the first minutes are over and before the last. */
function windowUse({ notion }: HistoryWorld): number {
  const times = notion.requests.map(({ at }) => at);
  const from = times[0]! + 2 * MINUTE;
  const minutes = Math.floor((times.at(-1)! - from) / MINUTE) - 1;
  const inside = times.filter((at) => at >= from && at < from + minutes * MINUTE).length;
  return inside / (minutes * WINDOW_REQUESTS);
}

const refused = ({ notion, openphone }: HistoryWorld): number =>
  notion.requests.filter(({ status }) => status === 429).length +
  openphone.requests.filter(({ outcome }) => outcome === 429).length;

/** All rows of both databases, without what differs from run to run. */
const shown = ({ notion }: HistoryWorld): string[] =>
  (["calls", "messages"] as const)
    .flatMap((database) => notion.pages(database).map(({ values }) => JSON.stringify(values)))
    .sort();

/** The import in one go, made once for each scale. */
const inOneGo = (() => {
  const made = new Map<number, ReturnType<typeof importOf>>();
  return (scale: number) => {
    const run = made.get(scale) ?? importOf(scale);
    made.set(scale, run);
    return run;
  };
})();

async function importOf(scale: number) {
  const world = createHistoryWorld();
  const past = yearOf(world, scale);
  const { progress } = await world.until(runImport(world.begin().parts, { since: past.since }));
  return { world, past, progress };
}

function say(figures: object): void {
  if (process.env.IMPORT_SCALE) process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
}

describe("the import of a year", () => {
  test(
    "uses the whole window for one request an activity, and asks OpenPhone for no more than it must",
    async () => {
      const { world, past, progress } = await inOneGo(SCALE);
      const { keys, leastRequests } = past;
      expect(progress.counts).toMatchObject({ read: keys.length, created: keys.length, parked: 0 });
      const figures = {
        activities: keys.length,
        notionRequestsPerActivity: world.notion.counts.requests / keys.length,
        windowUse: windowUse(world),
        openphoneRequestsOverLeast: world.openphone.requests.length / leastRequests,
        refused: refused(world),
      };
      say(figures);
      expect(figures.notionRequestsPerActivity).toBeLessThanOrEqual(1.02);
      expect(figures.windowUse).toBeGreaterThanOrEqual(0.95);
      expect(figures.openphoneRequestsOverLeast).toBeLessThanOrEqual(1.05);
      expect(figures.refused).toBe(0);
    },
    SCALE * 7_200_000 + 120_000,
  );

  test(
    "has the same result when it is killed 20 times on the way",
    async () => {
      const straight = await inOneGo(KILLED_SCALE);

      const world = createHistoryWorld();
      const { since, keys } = yearOf(world, KILLED_SCALE);
      const random = seededRandom(5);
      const lifeMs = (keys.length / WINDOW_REQUESTS / (KILLS + 2)) * MINUTE;
      for (let kill = 0; kill < KILLS; kill++) {
        const life = world.begin();
        void runImport(life.parts, { since });
        await world.run(2 * lifeMs * random());
        life.kill();
        // The next one would wait a minute for it, and everything would be written meanwhile.
        world.data.roles.clear();
      }
      const rowsBeforeTheLast = world.notion.counts.creates;
      const { progress } = await world.until(runImport(world.begin().parts, { since }));
      say({
        activities: keys.length,
        ...{ kills: KILLS, rowsBeforeTheLast, refused: refused(world) },
        notionRequestsPerActivity: world.notion.counts.requests / keys.length,
      });
      expect(rowsBeforeTheLast).toBeLessThan(keys.length);
      expect(countsOf(progress.counts)).toEqual(countsOf(straight.progress.counts));
      expect(shown(world)).toEqual(shown(straight.world));
    },
    SCALE * 7_200_000 + 120_000,
  );
});

/** Rows that were made but not yet noted when the process died are found again, and count as taken over, too. */
const countsOf = ({ adopted: _adopted, ...counts }: ImportCounts) => counts;
