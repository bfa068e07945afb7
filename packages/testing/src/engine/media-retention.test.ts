import { mediaStats, purgeMedia, retainMediaWhenDue, silentLogger } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { createWorld, type World } from "./world.js";

const DAY_MS = 24 * 3_600_000;
const CALLED = Date.parse("2026-10-07T15:00:06.000Z");

/** A call with two recordings, played in its page, and a later message with a picture. */
async function setUp() {
  const world = createWorld({ coalesceWindowMs: 5_000 });
  world.openphone.addCall({ id: "AC1" });
  const recordings = ["CR1", "CR2"].map((id, index) => {
    const startTime = `2026-10-07T15:0${index}:06.000Z`;
    return { ...world.openphone.addRecording("AC1", { id, startTime, size: 1_000 }), startTime };
  });
  const picture = world.openphone.media.add("/1.jpg", { size: 300, type: "image/jpeg" });
  await world.receive(
    callCompleted({ id: "AC1" }),
    callRecordingCompleted({ id: "AC1", recordings }),
    messageReceived({
      id: "AC2",
      media: [{ url: picture, type: "image/jpeg" }],
      createdAt: "2026-11-20T10:00:00.000Z",
    }),
  );
  await world.run(30_000);
  return world;
}

const retention = ({ store, storage, clock }: World) => ({
  ...{ store, storage, clock, logger: silentLogger },
  owner: "retention",
});

/** Deletes what is older than 30 days on the 10th of November. */
async function purge(world: World, options: { dryRun?: boolean } = {}) {
  const all = { files: 0, bytes: 0, rows: 0, waiting: 0 };
  let cursor: string | undefined;
  do {
    const request = { before: CALLED + 34 * DAY_MS, days: 30, ...options, ...(cursor ? { cursor } : {}) };
    const slice = await purgeMedia(retention(world), request);
    for (const figure of ["files", "bytes", "rows", "waiting"] as const) all[figure] += slice[figure];
    cursor = slice.cursor;
  } while (cursor !== undefined);
  return all;
}

const recordings = ({ notion }: World) =>
  (notion.page("call:AC1").Recording as readonly { name: string }[]).map(({ name }) => name);
const keys = async ({ storage }: World) => (await storage.list("")).objects.map(({ key }) => key);

describe("files that are older than wanted", () => {
  test("are deleted; their row stays and says so in one update, and its players are taken away", async () => {
    const world = await setUp();
    expect(world.notion.pages("calls")[0]!.children).toHaveLength(2);
    const { updates } = world.notion.counts;
    expect(await purge(world)).toEqual({ files: 2, bytes: 2_000, rows: 1, waiting: 0 });
    await world.run(30_000);
    expect(recordings(world)).toEqual([
      "Recording Part 1.mp3 (deleted after 30 days)",
      "Recording Part 2.mp3 (deleted after 30 days)",
    ]);
    expect(world.notion.counts.updates - updates).toBe(1);
    expect(world.notion.pages("calls")[0]!.children).toEqual([]);
    expect(await keys(world)).toEqual(["media/2026/11/20/AC2-0.jpg"]);
    // Again, there is nothing to do; and what comes later does not bring the files back.
    expect(await purge(world)).toMatchObject({ files: 0, rows: 0 });
    await world.receive(callSummaryCompleted({ id: "AC1", summary: ["Fine."] }));
    await world.run(60_000);
    expect(world.notion.page("call:AC1").Summary).toBe("• Fine.");
    expect(recordings(world)[0]).toContain("deleted after 30 days");
    expect(await keys(world)).toEqual(["media/2026/11/20/AC2-0.jpg"]);
  });

  test("are so by the day of their activity, where they do not tell their own or share it", async () => {
    const world = createWorld();
    const media = ["/2.jpg", "/3.jpg"].map((path) => ({
      url: world.openphone.media.add(path, { size: 300, type: "image/jpeg" }),
      type: "image/jpeg",
    }));
    const recordings = ["CR1", "CR2"].map((id) => ({
      id,
      url: world.openphone.media.add(`/${id}.mp3`, { size: 500 }),
    }));
    world.openphone.addCall({ id: "AC1" });
    await world.receive(
      messageReceived({ id: "AC3", media, createdAt: "2026-10-07T10:00:00.000Z" }),
      callCompleted({ id: "AC1" }),
      callRecordingCompleted({ id: "AC1", recordings }),
    );
    await world.run(30_000);
    expect(await keys(world)).toEqual([
      "media/2026/10/07/AC3-0.jpg",
      "media/2026/10/07/AC3-1.jpg",
      "recordings/2026/10/07/AC1-CR1.mp3",
      "recordings/2026/10/07/AC1-CR2.mp3",
    ]);
    expect(await purge(world)).toMatchObject({ files: 4, rows: 2 });
  });

  test("are only counted in a rehearsal", async () => {
    const world = await setUp();
    expect(await purge(world, { dryRun: true })).toEqual({ files: 2, bytes: 2_000, rows: 1, waiting: 0 });
    expect(await keys(world)).toHaveLength(3);
    expect(await world.store.due({ now: world.clock.now(), limit: 10 })).toEqual([]);
  });

  test("leave a column alone that somebody has put files of their own into", async () => {
    const world = await setUp();
    const mine = [{ name: "Mine.pdf", url: "https://files.example.com/mine.pdf" }];
    world.notion.editPage(world.notion.pages("calls")[0]!.id, { Recording: mine });
    await purge(world);
    await world.run(30_000);
    expect(recordings(world)).toEqual(["Mine.pdf"]);
    expect(await keys(world)).toHaveLength(1);
  });

  test("whose activity is being worked on wait for the next pass", async () => {
    const world = await setUp();
    await world.store.open("call:AC1", { owner: "other", leaseMs: 60_000, now: world.clock.now() });
    expect(await purge(world)).toMatchObject({ files: 0, waiting: 2 });
    expect(await keys(world)).toHaveLength(3);
    await world.clock.advance(61_000);
    expect(await purge(world)).toMatchObject({ files: 2, waiting: 0 });
  });

  test("are noted of a row in the trash at no request, and it says so once it is fetched back", async () => {
    const world = await setUp();
    const { id } = world.notion.pages("calls")[0]!;
    world.notion.trashPage(id);
    await world.receive(callSummaryCompleted({ id: "AC1", summary: ["Fine."] }));
    await world.run(60_000);
    const { requests } = world.notion.counts;
    expect(await purge(world, { dryRun: true })).toMatchObject({ files: 2, rows: 0 });
    expect(await purge(world)).toEqual({ files: 2, bytes: 2_000, rows: 0, waiting: 0 });
    await world.run(60_000);
    expect(world.notion.counts.requests).toBe(requests);
    world.notion.restorePage(id);
    const eventCreatedAt = new Date(world.clock.now()).toISOString();
    await world.receive(callSummaryCompleted({ id: "AC1", summary: ["Fine again."], eventCreatedAt }));
    await world.run(60_000);
    expect(recordings(world)[0]).toContain("deleted after 30 days");
    expect(world.notion.pages("calls")[0]!.children).toEqual([]);
  });

  test("that no row shows are deleted too", async () => {
    const world = await setUp();
    const stray = "recordings/2026/10/01/ACnobody-1790000000000.mp3";
    await world.storage.put(stray, new Blob(["x"]).stream(), { contentType: "audio/mpeg" });
    expect(await purge(world)).toMatchObject({ files: 3, rows: 1 });
    expect(await keys(world)).toEqual(["media/2026/11/20/AC2-0.jpg"]);
  });
});

test("the daily pass goes on where it was left, and rests for a day", async () => {
  const world = await setUp();
  await world.clock.advance(CALLED + 34 * DAY_MS - world.clock.now());
  const pass = () => retainMediaWhenDue(retention(world), 30, { slices: 1 });
  await pass();
  expect(await keys(world)).toHaveLength(1);
  const stray = "media/2026/10/01/ACnobody-0.jpg";
  await world.storage.put(stray, new Blob(["x"]).stream(), { contentType: "image/jpeg" });
  await pass();
  expect(await keys(world)).toContain(stray);
  await pass();
  expect(await keys(world)).not.toContain(stray);
  await world.storage.put(stray, new Blob(["x"]).stream(), { contentType: "image/jpeg" });
  await pass();
  expect(await keys(world)).toContain(stray);
  await world.clock.advance(DAY_MS);
  for (let slice = 0; slice < 3; slice++) await pass();
  expect(await keys(world)).not.toContain(stray);
});

test("stats tell how much there is of what kind, and from when", async () => {
  const world = await setUp();
  expect(await mediaStats(world.storage)).toEqual({
    recordings: { files: 2, bytes: 2_000, oldest: "2026-10-07", newest: "2026-10-07" },
    voicemails: { files: 0, bytes: 0 },
    media: { files: 1, bytes: 300, oldest: "2026-11-20", newest: "2026-11-20" },
  });
});
