import { type ImportProgress, runImport, SyncError } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { postBody } from "../payloads/webhook-event.js";
import { customerNumber, fillPast } from "./fill-past.js";
import { createHistoryWorld, type HistoryWorld } from "./history-world.js";

const DAY = 24 * 3_600_000;

/** The past of a month in which little happened. */
function quietMonth(world: HistoryWorld) {
  const until = world.clock.now();
  const since = until - 30 * DAY;
  const past = fillPast(world.openphone, { conversations: 10, messages: 60, calls: 20, since, until });
  for (let index = 0; index < 10; index++) {
    world.notion.addPage("canvas", { Name: `Contact ${index}`, Phone: customerNumber(index) });
  }
  return { ...past, since };
}

const rowsOf = ({ notion }: HistoryWorld) => notion.pages("calls").length + notion.pages("messages").length;

describe("an import", () => {
  test("brings every activity of the range into Notion with all its parts, for one request each", async () => {
    const world = createHistoryWorld();
    const { since, keys } = quietMonth(world);
    const before = world.notion.counts.requests;
    const seen: ImportProgress[] = [];
    const { status, progress } = await world.until(
      runImport(world.begin().parts, { since }, { onProgress: (each) => seen.push(each) }),
    );
    expect(status).toBe("done");
    expect(progress.counts).toMatchObject({
      read: 80,
      new: 80,
      created: 80,
      updated: 0,
      unchanged: 0,
      parked: 0,
    });
    expect(rowsOf(world)).toBe(keys.length);
    expect(world.notion.page("call:ACc0")).toMatchObject({
      Status: "Answered",
      Summary: "• Customer asked for pricing.",
    });
    expect(world.notion.page("call:ACc0").Recording).toHaveLength(1);
    expect(world.notion.page("message:ACm7").Canvas).toHaveLength(1);
    const { creates, requests } = world.notion.counts;
    expect(creates).toBe(80);
    // Beside the creates: two databases and their schemas, the contacts', one page of each of the three.
    expect(requests - before - creates).toBeLessThanOrEqual(15);
    expect(seen.at(-1)).toMatchObject({ phase: "done", read: 1, waiting: 0 });
    expect(JSON.stringify(seen)).not.toContain("+1555");
  });

  test("of people whom no contact is known of asks for changed contacts once in five minutes", async () => {
    const world = createHistoryWorld();
    const until = world.clock.now();
    const since = until - 30 * DAY;
    fillPast(world.openphone, { conversations: 1_900, messages: 1_900, calls: 0, since, until });
    const { progress } = await world.until(runImport(world.begin().parts, { since }));
    expect(progress.counts.created).toBe(1_900);
    const { requests, databases } = world.notion;
    const minutes = (requests.at(-1)!.at - requests[0]!.at) / 60_000;
    const looks = requests.filter(({ path }) => path.includes(`${databases.canvas.dataSourceId}/query`));
    expect(minutes).toBeGreaterThan(8);
    // The crawl, then changes and the trash.
    expect(looks.length).toBeLessThanOrEqual(1 + 2 * Math.ceil(minutes / 5));
  });

  test("that is run again finds nothing to do", async () => {
    const world = createHistoryWorld();
    const { since } = quietMonth(world);
    await world.until(runImport(world.begin().parts, { since }));
    const writes = () => world.notion.counts.creates + world.notion.counts.updates;
    const before = writes();
    const { progress } = await world.until(runImport(world.begin().parts, { since }));
    expect(progress.counts).toMatchObject({ read: 80, unchanged: 80, created: 0, updated: 0, adopted: 0 });
    expect(writes()).toBe(before);
  });

  test("takes over the rows of a lost state instead of doubling them", async () => {
    const world = createHistoryWorld();
    const { since } = quietMonth(world);
    await world.until(runImport(world.begin().parts, { since }));
    for (const held of [world.data.activities, world.data.events, world.data.imports]) held.clear();
    const { progress } = await world.until(runImport(world.begin().parts, { since }));
    expect(progress.counts).toMatchObject({ adopted: 80, created: 0, updated: 80, doubled: 0 });
    expect(rowsOf(world)).toBe(80);
    expect(world.notion.counts.creates).toBe(80);
  });

  test("lets a webhook that comes meanwhile go first", async () => {
    const world = createHistoryWorld();
    const until = world.clock.now();
    const since = until - 30 * DAY;
    fillPast(world.openphone, { conversations: 50, messages: 500, calls: 0, since, until });
    const life = world.begin();
    const importing = runImport(life.parts, { since });
    await world.run(60_000);
    const body = postBody(callCompleted({ id: "AClive", from: customerNumber(1) }));
    await life.engine.ingest({ headers: new Headers(), body: new TextEncoder().encode(body) });
    await world.run(10_000);
    expect(world.notion.page("call:AClive").Status).toBe("Answered");
    expect((await world.store.imports(1))[0]?.status).toBe("running");
    const { progress } = await world.until(importing);
    expect(progress.counts.created).toBe(500);
    expect(world.notion.requests.filter(({ status }) => status === 429)).toEqual([]);
  });

  test("stops when told to and goes on later where it was", async () => {
    const world = createHistoryWorld();
    const { since } = quietMonth(world);
    const life = world.begin();
    const controller = new AbortController();
    const importing = runImport(life.parts, { since }, { signal: controller.signal });
    await world.run(15_000);
    controller.abort();
    expect((await world.until(importing)).status).toBe("stopped");
    await world.run(120_000);
    const { progress, status } = await world.until(runImport(life.parts, { since }));
    expect(status).toBe("done");
    expect(progress.counts).toMatchObject({ read: 80, new: 80, created: 80, unchanged: 0 });
    expect(rowsOf(world)).toBe(80);
    expect(await world.store.imports(10)).toHaveLength(1);
  });

  test("with dry run tells what would be, and writes nothing", async () => {
    const world = createHistoryWorld();
    const { since } = quietMonth(world);
    world.notion.addPage("messages", { Name: "Of another tool", "Message ID": "ACm3" });
    const life = world.begin();
    const { progress } = await world.until(runImport(life.parts, { since, dryRun: true }));
    expect(progress.counts).toMatchObject({ read: 80, adopted: 1, new: 79, created: 79, updated: 1 });
    expect(world.notion.counts).toMatchObject({ creates: 0, updates: 0 });
    expect(world.data.activities.size).toBe(0);
    expect(await world.store.imports(1)).toEqual([]);
  });
});

describe("an import that cannot be", () => {
  const failure = async (world: HistoryWorld, work: Promise<unknown>): Promise<SyncError> => {
    const error = await world.until(work).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SyncError);
    return error as SyncError;
  };

  test("is refused for a range that ends before it begins, and for one in the future", async () => {
    const world = createHistoryWorld();
    const { parts } = world.begin();
    const now = world.clock.now();
    const reversed = await failure(world, runImport(parts, { since: now - DAY, until: now - 2 * DAY }));
    expect(reversed).toMatchObject({
      code: "invalid_configuration",
      message: expect.stringContaining("before"),
    });
    const ahead = await failure(world, runImport(parts, { since: now + DAY }));
    expect(ahead).toMatchObject({
      code: "invalid_configuration",
      message: expect.stringContaining("future"),
    });
    expect(await failure(world, runImport(parts, { since: Number.NaN }))).toMatchObject({
      code: "invalid_configuration",
    });
  });

  test("is refused for a number that is not of the workspace, without repeating it", async () => {
    const world = createHistoryWorld();
    const { since } = quietMonth(world);
    const error = await failure(
      world,
      runImport(world.begin().parts, { since, phoneNumbers: ["+15555550199"] }),
    );
    expect(error.code).toBe("invalid_configuration");
    expect(error.message).toContain("PN00fake01");
    expect(error.message).not.toContain("0199");
    expect(world.notion.counts.requests).toBe(0);
  });

  test("takes the workspace's own number for its id", async () => {
    const world = createHistoryWorld();
    const { since } = quietMonth(world);
    const request = { since, phoneNumbers: ["+1 (555) 555-0100"] };
    const { progress } = await world.until(runImport(world.begin().parts, request));
    expect(progress.range.phoneNumberIds).toEqual(["PN00fake01"]);
    expect(progress.counts.created).toBe(80);
  });

  test("is refused at once with a key that was revoked", async () => {
    const world = createHistoryWorld();
    const { since } = quietMonth(world);
    const { parts } = world.begin();
    world.openphone.faults.next({}, "401");
    expect((await failure(world, runImport(parts, { since }))).code).toBe("openphone_unauthorized");
    expect((await world.until(runImport(parts, { since }))).progress.counts.created).toBe(80);
  });

  test.each([
    ["the workspace is full", "block-limit", "notion_block_limit"],
    ["the database is not shared", "not-shared", "notion_not_found"],
    ["Notion refuses the token", "unauthorized", "notion_unauthorized"],
  ] as const)("ends where %s, and goes on when that is mended", async (_, fault, code) => {
    const world = createHistoryWorld();
    const { since } = quietMonth(world);
    const life = world.begin();
    const { status, progress } = await world.until(runImport(life.parts, { since: world.clock.now() - 1 }));
    expect([status, progress.counts.created]).toEqual(["done", 0]);
    world.notion.faults.next({ method: "POST", path: "/v1/pages", times: 1_000 }, fault);
    expect((await failure(world, runImport(life.parts, { since }))).code).toBe(code);
    expect((await world.store.imports(1))[0]?.status).toBe("failed");

    world.notion.faults.clear();
    const again = await world.until(runImport(life.parts, { since }));
    expect(again.progress.counts).toMatchObject({ read: 80, created: 80, unchanged: 0, parked: 0 });
    expect(rowsOf(world)).toBe(80);
  });

  test.each(["block-limit", "not-shared", "unauthorized"] as const)(
    "goes on at once in another process when what stopped it (%s) is mended",
    async (fault) => {
      const world = createHistoryWorld();
      const until = world.clock.now();
      const since = until - DAY;
      fillPast(world.openphone, { conversations: 3, messages: 5, calls: 0, since, until });
      const first = world.begin();
      world.notion.faults.random({ method: "POST", path: "/v1/pages", probability: 1, faults: [fault] });
      await failure(world, runImport(first.parts, { since }));
      // What is under way ends with the process.
      await world.run(5_000);
      first.kill();
      world.data.roles.clear();

      world.notion.faults.clear();
      const begunAt = world.clock.now();
      const { progress } = await world.until(runImport(world.begin().parts, { since }));
      expect(progress.counts).toMatchObject({ created: 5, parked: 0 });
      expect(world.notion.requests.at(-1)!.at - begunAt).toBeLessThan(20_000);
    },
  );

  test("beside another one is refused, and takes over a minute after that one has died", async () => {
    const world = createHistoryWorld();
    const until = world.clock.now();
    const since = until - 30 * DAY;
    fillPast(world.openphone, { conversations: 50, messages: 800, calls: 0, since, until });
    const first = world.begin();
    void runImport(first.parts, { since });
    await world.run(5_000);
    const second = world.begin();
    const error = await failure(world, runImport(second.parts, { since }));
    expect(error).toMatchObject({ code: "lease_lost", message: expect.stringContaining("import") });
    first.kill();
    const { progress } = await world.until(runImport(second.parts, { since }));
    expect(progress.counts).toMatchObject({ read: 800, created: 800 });
    expect(rowsOf(world)).toBe(800);
  });
});
