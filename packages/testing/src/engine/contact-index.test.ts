import { columnsOf, defaultMapping, type SyncError } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createManualClock } from "../clock/manual-clock.js";
import { messageReceived } from "../payloads/message-events.js";
import { businessMorning } from "../payloads/morning.js";
import { createWorld, type World } from "./world.js";

const DANA = "+15555550123";
const MINUTE = 60_000;

const canvasOf = ({ engine }: World) => {
  if (!engine.canvas) throw new Error("This world has no contact database.");
  return engine.canvas;
};

/** A row from this number, and the contacts that it links. */
async function linksOf(world: World, id: string, from = DANA): Promise<unknown> {
  await world.receive(messageReceived({ id, from }));
  await world.run();
  return world.notion.page(`message:${id}`).Canvas;
}

/** Requests that `task` makes to Notion. */
async function requestsOf(world: World, task: () => Promise<unknown>) {
  const before = world.notion.counts;
  await task();
  const { requests, queries, reads, updates } = world.notion.counts;
  return {
    requests: requests - before.requests,
    queries: queries - before.queries,
    reads: reads - before.reads,
    updates: updates - before.updates,
  };
}

function addContacts(world: World, count: number) {
  for (let index = 0; index < count; index++) {
    world.notion.addPage("canvas", {
      Name: `Contact ${index}`,
      Phone: `(555) 555-${String(index).padStart(4, "0")}`,
    });
  }
}

test("all contacts are read once, 100 a request; after that a lookup costs none, whoever it is", async () => {
  const world = createWorld();
  addContacts(world, 1_000);
  const { queries } = await requestsOf(world, () => canvasOf(world).refresh());
  expect(queries).toBe(1_000 / 100);
  await linksOf(world, "ACwarm");
  for (let index = 0; index < 5; index++) {
    const { requests } = await requestsOf(world, () => linksOf(world, `AC${index}`, `+1555555000${index}`));
    expect(requests).toBe(1);
  }
  // Whom nobody knows is none at once, for the changes have just been read.
  expect((await requestsOf(world, () => linksOf(world, "ACstranger", "+15559990000"))).requests).toBe(1);
});

test("a contact that the first crawl reads during a look-up is found by it", async () => {
  const world = createWorld();
  const pageId = world.notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  await world.receive(messageReceived({ id: "ACfirst", from: DANA }));
  await Promise.all([world.run(), canvasOf(world).refresh()]);
  expect(world.notion.page("message:ACfirst").Canvas).toEqual([pageId.id]);
  expect(world.notion.counts.updates).toBe(0);
});

test("a restart does not read the contacts again", async () => {
  const world = createWorld();
  addContacts(world, 250);
  await world.clock.advance(10 * MINUTE);
  await canvasOf(world).refresh();
  await linksOf(world, "AC0");
  await world.clock.advance(MINUTE);
  world.restart();
  const { queries } = await requestsOf(world, () => canvasOf(world).refresh());
  expect(queries).toBe(2);
  expect((await requestsOf(world, () => linksOf(world, "AC1"))).queries).toBe(0);
});

test("a crawl that breaks off goes on where it was", async () => {
  const world = createWorld();
  for (let batch = 0; batch < 4; batch++) {
    addContacts(world, 100);
    await world.clock.advance(MINUTE);
  }
  const path = /query$/;
  world.notion.faults.next({ method: "POST", path, after: 2 } as never, "500");
  let failed: SyncError | undefined;
  const first = await requestsOf(world, async () => {
    failed = await canvasOf(world)
      .refresh()
      .then(
        () => undefined,
        (error) => error,
      );
  });
  if (failed === undefined) throw new Error("The fault did not come.");
  const second = await requestsOf(world, () => canvasOf(world).refresh());
  expect((await world.store.canvasStats()).contacts).toBe(400);
  expect(first.queries + second.queries).toBeLessThanOrEqual(8);
});

test("a crawl that a worker with a slower clock ends forgets nobody whom it has met", async () => {
  const clock = createManualClock();
  let behindMs = 0;
  const slower = { now: () => clock.now() - behindMs, after: clock.after };
  const world = createWorld({ notion: { clock }, engine: { clock: slower } });
  addContacts(world, 150);
  world.notion.faults.next({ method: "POST", path: /query$/ }, "500");
  await expect(canvasOf(world).refresh()).rejects.toMatchObject({ code: "notion_unavailable" });
  behindMs = 90_000;
  world.restart();
  await clock.advance(MINUTE);
  await canvasOf(world).refresh();
  expect((await world.store.canvasStats()).contacts).toBe(150);
});

test("while contacts are still to be read, a number costs one request however it is written, and is never 'none' by mistake", async () => {
  const world = createWorld();
  addContacts(world, 5);
  const dana = world.notion.addPage("canvas", { Name: "Dana", Phone: "555.555.0123 ext. 4" });
  await linksOf(world, "AC0", "+15559990000");
  const cold = await requestsOf(world, async () => expect(await linksOf(world, "AC1")).toEqual([dana.id]));
  expect(cold).toMatchObject({ requests: 2, queries: 1 });
  expect((await requestsOf(world, () => linksOf(world, "AC2"))).queries).toBe(0);
  world.notion.faults.next({ method: "POST", path: /query$/ }, "500");
  await world.receive(messageReceived({ id: "AC3", from: "+15555550003" }));
  await world.run();
  expect((await world.store.activity("message:AC3"))?.progress).toMatchObject({ owed: { canvas: {} } });
});

test("a contact that was read by id since is not linked by a query for its number that lags", async () => {
  const world = createWorld({ notion: { queryLagMs: 10_000 } });
  const dana = world.notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  await world.clock.advance(MINUTE);
  world.notion.editPage(dana.id, { Phone: "+15555550188" });
  await canvasOf(world).pagesChanged([dana.id]);
  expect((await requestsOf(world, () => linksOf(world, "AC1"))).queries).toBe(1);
  expect(world.notion.page("message:AC1").Canvas).toEqual([]);
});

test("of several contacts that a number is asked for the oldest is linked, and it is settled with all of them", async () => {
  const world = createWorld();
  const first = world.notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  await world.clock.advance(MINUTE);
  world.notion.addPage("canvas", { Name: "Dana again", Phone: DANA });
  expect(await linksOf(world, "AC1")).toEqual([first.id]);
  const due = await world.store.relink({ now: world.clock.now(), limit: 10 });
  expect(due).toEqual({ activities: 0, more: false });
});

test("the first look-up after the contacts have been read asks for nobody by himself", async () => {
  const world = createWorld();
  addContacts(world, 5);
  await world.clock.advance(10 * MINUTE);
  await linksOf(world, "AC0", "+15555550000");
  await canvasOf(world).refresh();
  expect((await requestsOf(world, () => linksOf(world, "AC1", "+15555550001"))).queries).toBe(0);
  expect((await requestsOf(world, () => linksOf(world, "AC2", "+15559990000"))).queries).toBe(0);
});

test("an unknown number leads to one request for changes, which many share, and not to another for a while", async () => {
  const world = createWorld();
  addContacts(world, 3);
  await world.clock.advance(10 * MINUTE);
  await canvasOf(world).refresh();
  await linksOf(world, "AC0", "+15555550000");
  await world.clock.advance(MINUTE);
  const strangers = Array.from({ length: 5 }, (_, index) => `+1555999000${index}`);
  for (const [index, from] of strangers.entries())
    await world.receive(messageReceived({ id: `ACs${index}`, from }));
  expect(await requestsOf(world, () => world.run())).toMatchObject({ requests: 6, queries: 1 });
  await world.clock.advance(10_000);
  expect((await requestsOf(world, () => linksOf(world, "AC1", "+15559990009"))).queries).toBe(0);
});

test("a contact that was made a moment before its first call is found, without waiting for the schedule", async () => {
  const world = createWorld();
  await world.clock.advance(MINUTE);
  await canvasOf(world).refresh();
  await world.clock.advance(MINUTE);
  const dana = world.notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  expect(await linksOf(world, "AC1")).toEqual([dana.id]);
});

test("of the look-ups of a business morning at least 95 in a hundred cost no request", async () => {
  const world = createWorld();
  const morning = businessMorning({ seed: 7, mediaBaseUrl: world.openphone.media.baseUrl });
  morning.prepare(world.openphone);
  for (const { name, phone } of morning.contacts)
    world.notion.addPage("canvas", { Name: name, Phone: phone ?? null });
  await canvasOf(world).refresh();
  for (const { event } of morning.deliveries) {
    await world.receive(event);
    await world.run(1_000);
  }
  await world.run(MINUTE);
  const { hits, misses, found } = await world.store.canvasStats();
  expect(hits + misses).toBeGreaterThan(15);
  expect(found).toBe(5);
  expect(hits / (hits + misses)).toBeGreaterThanOrEqual(0.95);
});

test("one worker at a time reads the contacts", async () => {
  const world = createWorld();
  addContacts(world, 30);
  await world.store.claim("canvas", { owner: "another", leaseMs: MINUTE, now: world.clock.now() });
  expect((await requestsOf(world, () => canvasOf(world).refresh())).queries).toBe(0);
  await world.clock.advance(MINUTE);
  await canvasOf(world).refresh();
  expect((await world.store.canvasStats()).contacts).toBe(30);
});

/** A contact database with a phone property, and a text property that may hold numbers, too. */
const contactsWithText = (text: string) => ({
  databases: {
    calls: columnsOf(defaultMapping.calls),
    messages: columnsOf(defaultMapping.messages),
    mail: columnsOf(defaultMapping.mail),
    canvas: { Name: { type: "title" }, Phone: { type: "phone_number" }, [text]: { type: "rich_text" } },
  } as never,
});

test("properties that are named are read, of any type that can hold them; a wrong name is told once, and nothing is taken for 'none'", async () => {
  const named = (phone: string[]) =>
    createWorld({ notion: contactsWithText("Other"), engine: { canvas: { properties: { phone } } } });
  const world = named(["Other"]);
  const lee = world.notion.addPage("canvas", {
    Name: "Lee",
    Phone: "+15555550124",
    Other: `home ${DANA} / x`,
  } as never);
  await canvasOf(world).refresh();
  expect(await linksOf(world, "AC1")).toEqual([lee.id]);
  expect(await linksOf(world, "AC2", "+15555550124")).toEqual([]);

  const wrong = named(["Telephone"]);
  expect(await linksOf(wrong, "AC1")).toEqual([]);
  expect(wrong.alerts.map(({ code }) => code)).toEqual(["invalid_configuration"]);
  expect((await wrong.store.activity("message:AC1"))?.progress).toMatchObject({ owed: { canvas: {} } });
});

test("a property that is deleted under our feet is noticed with the first refusal, and the contacts are read without it", async () => {
  const world = createWorld({ notion: contactsWithText("Mobile") });
  const lee = world.notion.addPage("canvas", { Name: "Lee", Mobile: DANA } as never);
  await canvasOf(world).refresh();
  expect(await linksOf(world, "AC1")).toEqual([lee.id]);
  await world.clock.advance(20_000);
  world.notion.removeProperty("canvas", "Mobile");
  const dana = world.notion.addPage("canvas", { Name: "Dana", Phone: "+15555550124" });
  await world.receive(messageReceived({ id: "AC2", from: "+15555550124" }));
  await world.run(MINUTE);
  expect(world.notion.page("message:AC2").Canvas).toEqual([dana.id]);
  await canvasOf(world).refresh();
  await world.run();
  expect(world.notion.page("message:AC1").Canvas).toEqual([]);
  expect(world.alerts).toEqual([]);
});

test("what another process learns of a contact counts for the next row, and the rows before are mended", async () => {
  const world = createWorld();
  const dana = world.notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  await world.clock.advance(10 * MINUTE);
  await canvasOf(world).refresh();
  expect(await linksOf(world, "AC1")).toEqual([dana.id]);
  // Another process reads that the number has another holder.
  world.notion.editPage(dana.id, { Phone: "+15555550188" });
  const lee = world.notion.addPage("canvas", { Name: "Lee", Phone: DANA });
  const other = otherProcess(world);
  await other.canvas?.pagesChanged([dana.id, lee.id]);
  expect(await linksOf(world, "AC2")).toEqual([lee.id]);
  await other.canvas?.refresh();
  await world.run(MINUTE);
  expect(world.notion.page("message:AC1").Canvas).toEqual([lee.id]);
});

/** A second engine over the same state, which does no work of its own here. */
function otherProcess(world: World) {
  const before = world.engine;
  world.restart();
  const other = world.engine;
  world.engine = before;
  return other;
}
