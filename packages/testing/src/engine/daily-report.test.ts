import { type DailyReport, dailyReports, reportWhenDue, type StateStore } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { createWorld, type World } from "./world.js";

const DAY_MS = 24 * 3_600_000;
/** The clock of a world begins within it. */
const FIRST_DAY = "2026-10-07";

/** Looks whether a report is due, as the worker of this name. */
const look = ({ store, clock, log }: World, owner = "one", through: StateStore = store) => {
  const write = (event: string, fields?: object) => void log.push(JSON.stringify({ event, ...fields }));
  const logger = { debug: write, info: write, warn: write, error: write };
  return reportWhenDue({ store: through, clock, logger, owner });
};

const logged = ({ log }: World) =>
  log.map((line) => JSON.parse(line)).filter(({ event }) => event === "report.daily");

const daysOf = (reports: readonly DailyReport[]) => reports.map(({ day }) => day);

/** A world at noon of a second day, its first not reported yet. */
async function afterOneDay(): Promise<World> {
  const world = createWorld();
  await look(world);
  world.notion.addPage("canvas", { Name: "Jane", Phone: "+15555550123" });
  await world.engine.canvas?.refresh();
  const text = messageReceived({ id: "AC1", from: "+15555550123", text: "Where are you?" });
  await world.receive(text, callCompleted({ id: "AC2" }), callCompleted({ id: "AC2", durationSeconds: 61 }));
  await world.run(60_000);
  await world.receive(messageReceived({ id: "AC3" }));
  await world.engine.park("message:AC3", { code: "internal", message: "Every run broke off." });
  await world.clock.advance(DAY_MS - 4 * 3_600_000);
  return world;
}

describe("the report of a day", () => {
  test("tells what it came to, once it has ended, and nothing personal", async () => {
    const world = await afterOneDay();
    expect(await look(world)).toHaveLength(1);
    const report = logged(world)[0];
    expect(report).toMatchObject({
      ...{ day: FIRST_DAY, events: 4, created: 2, parked: 1, parkedNow: 1, contacts: 1 },
    });
    const { history, activities } = world.store;
    const { activities: all } = await activities({ limit: 9 });
    const runs = (await Promise.all(all.map(({ key }) => history(key, 99)))).flat();
    expect(report.notionRequests).toBe(runs.reduce((sum, run) => sum + run.notionRequests, 0));
    expect(report.canvasHits + report.canvasMisses).toBeGreaterThan(0);
    expect(await dailyReports(world.store)).toMatchObject([
      { day: FIRST_DAY, events: 4, runs: { created: 2 } },
    ]);
    for (const text of ["5555550123", "Where are you?", "AC1"]) {
      expect(JSON.stringify([report, await dailyReports(world.store)])).not.toContain(text);
    }
  });

  test("is made once, however often and by however many it is looked for", async () => {
    const world = await afterOneDay();
    await Promise.all(["one", "two", "three"].map((owner) => look(world, owner)));
    for (const owner of ["one", "two", "four"]) await look(world, owner);
    expect(logged(world)).toHaveLength(1);
    await world.clock.advance(DAY_MS);
    await look(world, "two");
    expect(logged(world).map(({ day, events }) => [day, events])).toEqual([
      [FIRST_DAY, 4],
      ["2026-10-08", 0],
    ]);
    expect(daysOf(await dailyReports(world.store))).toEqual(["2026-10-08", FIRST_DAY]);
  });

  test("is made whatever step its worker dies at; only after its log line it is told again", async () => {
    for (let step = 1; ; step++) {
      const world = await afterOneDay();
      let steps = 0;
      // From that step on nothing gets through, as from a process that is gone.
      const dying = Object.fromEntries(
        Object.entries(world.store).map(([name, operation]) => [
          name,
          async (...given: never[]) => {
            if (++steps >= step) throw new Error("gone");
            return (operation as (...all: never[]) => unknown)(...given);
          },
        ]),
      ) as unknown as StateStore;
      const outcome = await look(world, "one", dying).catch(() => "died" as const);
      const toldBefore = logged(world).length;
      await world.clock.advance(60_000);
      await look(world, "two");
      await look(world, "three");
      expect(daysOf(await dailyReports(world.store))).toEqual([FIRST_DAY]);
      const isTold = outcome !== "died";
      expect(logged(world)).toHaveLength(isTold ? 1 : 1 + toldBefore);
      if (steps < step) break;
    }
  });

  test("is made up for when no worker was there, as far back as there are figures", async () => {
    const world = await afterOneDay();
    await world.clock.advance(2 * DAY_MS);
    await look(world);
    expect(logged(world).map(({ day, events }) => [day, events])).toEqual([
      [FIRST_DAY, 4],
      ["2026-10-08", 0],
      ["2026-10-09", 0],
    ]);
    await world.clock.advance(60 * DAY_MS);
    expect(daysOf(await look(world))).toHaveLength(6);
    for (let day = 0; day < 40; day++) {
      await world.clock.advance(DAY_MS);
      expect(await look(world)).toHaveLength(1);
    }
    expect(await dailyReports(world.store)).toHaveLength(31);
  });
});
