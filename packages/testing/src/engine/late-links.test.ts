import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { createWorld, type World } from "./world.js";

const DANA = "+15555550123";
const MINUTE = 60_000;

/** Time passes, the schedule runs every minute, and what is due is worked on. */
async function minutes(world: World, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute++) {
    await world.clock.advance(MINUTE);
    await world.engine.canvas?.refresh();
    await world.run();
  }
}

/** A world with a message of Dana's, whose contacts have been read. */
async function withMessage(options: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(options);
  await minutes(world, 1);
  await world.receive(messageReceived({ id: "AC1", from: DANA }));
  await world.run();
  return { ...world, world, links: () => world.notion.page("message:AC1").Canvas };
}

test("a contact made after its call is linked to it", async () => {
  const { world, notion, links } = await withMessage();
  expect(links()).toEqual([]);
  const dana = notion.addPage("canvas", { Name: "Dana", Phone: "(555) 555-0123" });
  const before = notion.counts.updates;
  await minutes(world, 1);
  expect(links()).toEqual([dana.id]);
  await minutes(world, 5);
  expect(notion.counts.updates - before).toBe(1);
});

test("a contact whose number is changed is linked to other calls, and no more to those of its old number", async () => {
  const { world, notion, links } = await withMessage();
  const dana = notion.addPage("canvas", { Name: "Dana", Phone: "+15555550188" });
  await minutes(world, 1);
  expect(links()).toEqual([]);
  notion.editPage(dana.id, { Phone: DANA });
  await minutes(world, 1);
  expect(links()).toEqual([dana.id]);
  notion.editPage(dana.id, { Phone: null });
  await minutes(world, 1);
  expect(links()).toEqual([]);
});

test("a contact that is merged into another hands its calls over", async () => {
  const { world, notion, links } = await withMessage();
  const old = notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  const kept = notion.addPage("canvas", { Name: "Dana Lee", Phone: "+15555550188" });
  await minutes(world, 1);
  expect(links()).toEqual([old.id]);
  notion.editPage(kept.id, { Phone: `+15555550188, ${DANA}` });
  notion.trashPage(old.id);
  await minutes(world, 6);
  expect(links()).toEqual([kept.id]);
});

test("a contact that is thrown away is unlinked within minutes, and linked again when it is fetched back", async () => {
  const { world, notion, links } = await withMessage();
  const dana = notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  await minutes(world, 1);
  notion.trashPage(dana.id);
  await minutes(world, 6);
  expect(links()).toEqual([]);
  notion.restorePage(dana.id);
  await minutes(world, 6);
  expect(links()).toEqual([dana.id]);
});

test("a webhook about contact pages links at once, and pages of other databases are left alone", async () => {
  const { world, notion, engine, links } = await withMessage();
  const dana = notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  const row = notion.pages("messages")[0]!;
  expect(await engine.canvas?.pagesChanged([dana.id, row.id, dana.id])).toBe(1);
  await world.run();
  expect(links()).toEqual([dana.id]);
  notion.trashPage(dana.id);
  await engine.canvas?.pagesChanged([dana.id]);
  await world.run();
  expect(links()).toEqual([]);
  notion.restorePage(dana.id);
  await engine.canvas?.pagesChanged([dana.id]);
  await world.run();
  expect(links()).toEqual([dana.id]);
  expect((await world.store.canvasStats()).contacts).toBe(1);
});

test("a query that lags does not undo what was read by id since", async () => {
  const { world, notion, engine, links } = await withMessage({ notion: { queryLagMs: 10_000 } });
  const dana = notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  await minutes(world, 1);
  notion.editPage(dana.id, { Phone: "+15555550188" });
  await engine.canvas?.pagesChanged([dana.id]);
  await world.run();
  await engine.canvas?.refresh();
  await world.run();
  expect(links()).toEqual([]);
});

test("a contact of hundreds of activities: all are linked, none twice, and a crash in between loses none", async () => {
  const { world, notion, store } = await withMessage();
  for (let index = 2; index <= 450; index++)
    await world.receive(messageReceived({ id: `AC${index}`, from: DANA }));
  while ((await store.health(world.clock.now())).depth > 0) await world.run();
  const dana = notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  await world.clock.advance(MINUTE);
  // Dies after the first batch.
  let calls = 0;
  const relink = store.relink;
  store.relink = async (options) => {
    if (++calls > 1) throw new Error("killed");
    return relink(options);
  };
  await expect(world.engine.canvas?.refresh()).rejects.toThrow("killed");
  store.relink = relink;
  world.restart();
  const before = notion.counts.updates;
  await world.engine.canvas?.refresh();
  while ((await store.health(world.clock.now())).depth > 0) await world.run();
  expect(notion.counts.updates - before).toBe(450);
  expect(notion.pages("messages").every(({ values }) => String(values.Canvas) === dana.id)).toBe(true);
});

test("a row that is being written while its contact is made is linked all the same", async () => {
  const world = createWorld({
    engine: {
      async failpoint(point) {
        if (point !== "canvas.linked" || world.notion.pages("canvas").length > 0) return;
        const { id } = world.notion.addPage("canvas", { Name: "Dana", Phone: DANA });
        await world.engine.canvas?.pagesChanged([id]);
      },
    },
  });
  await minutes(world, 1);
  await world.receive(messageReceived({ id: "AC1", from: DANA }));
  await world.run();
  await minutes(world, 1);
  expect(world.notion.page("message:AC1").Canvas).toEqual([world.notion.pages("canvas")[0]!.id]);
});

test("what changes nothing about the link costs no request, and a link made by hand stays until the contacts change", async () => {
  const { world, notion } = await withMessage();
  const friend = notion.addPage("canvas", { Name: "A friend", Phone: null });
  const row = notion.pages("messages")[0]!;
  notion.editPage(row.id, { Canvas: [friend.id] });
  await world.receive(callCompleted({ id: "AC2", from: "+15555550177" }));
  await world.run();
  const updates = notion.counts.updates;
  const older = notion.addPage("canvas", { Name: "Lee", Phone: "+15555550177" });
  await minutes(world, 1);
  expect(notion.counts.updates - updates).toBe(1);
  // Another holder of the same number, younger than the one that is linked.
  notion.addPage("canvas", { Name: "Lee again", Phone: "+15555550177" });
  await minutes(world, 3);
  expect(notion.counts.updates - updates).toBe(1);
  expect(notion.page("call:AC2").Canvas).toEqual([older.id]);
  expect(notion.page("message:AC1").Canvas).toEqual([friend.id]);
});

test("a contact that Notion refuses to link to is read at once, and its calls go without it", async () => {
  const { world, notion } = await withMessage();
  const dana = notion.addPage("canvas", { Name: "Dana", Phone: DANA });
  await minutes(world, 1);
  notion.trashPage(dana.id);
  notion.faults.next({ method: "POST", path: "/v1/pages" }, { fault: "not-shared" });
  await world.receive(messageReceived({ id: "AC2", from: DANA }));
  await world.run();
  expect(notion.page("message:AC2").Canvas).toEqual([]);
  expect((await world.store.canvasStats()).contacts).toBe(0);
});
