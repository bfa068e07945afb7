import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { messageReceived } from "../payloads/message-events.js";
import { errorAnswer, intercept, isCreate } from "./intercept.js";
import { createWorld } from "./world.js";

test("a look-up that fails is not 'no contact': the row comes first, the link as soon as it is known", async () => {
  const { notion, ...world } = createWorld();
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "555.555.0123" });
  notion.faults.next({ method: "POST", path: /query$/ }, "500");
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  expect(notion.page("message:AC2").Canvas).toEqual([]);
  await world.run(60_000);
  expect(notion.page("message:AC2").Canvas).toEqual([jane.id]);
});

test("a group call links every external party, and never the own number", async () => {
  const { notion, ...world } = createWorld();
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+1 555-555-0123" });
  const omar = notion.addPage("canvas", { Name: "Omar", Phone: "(555) 555-0188 / (555) 555-0199" });
  notion.addPage("canvas", { Name: "Our own office", Phone: "+15555550100" });
  await world.receive(callCompleted({ others: ["+15555550199"] }));
  await world.run();
  expect(new Set(notion.page("call:AC1").Canvas as string[])).toEqual(new Set([jane.id, omar.id]));
});

test("withheld numbers are never looked up", async () => {
  const { notion, ...world } = createWorld();
  await world.receive(messageReceived({ id: "AC2", from: "Anonymous" }));
  await world.run();
  expect(notion.counts.queries).toBe(0);
  expect(notion.pages("messages")).toHaveLength(1);
});

test("a contact that was deleted after it was remembered is looked up afresh, not 404 for ever", async () => {
  const { notion, ...world } = createWorld({ notion: { queryLagMs: 3_000 } });
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+15555550123" });
  await world.clock.advance(5_000);
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  expect(notion.page("message:AC2").Canvas).toEqual([jane.id]);
  notion.faults.next({ method: "POST", path: "/v1/pages" }, { fault: "not-shared" });
  await world.receive(messageReceived({ id: "AC3" }));
  await world.run(10_000);
  expect(notion.pages("messages")).toHaveLength(2);
  expect((await world.store.health(world.clock.now())).depth).toBe(0);
});

test.each([
  [400, "validation_error"],
  [404, "object_not_found"],
])(
  "a row that Notion refuses once, with %i, is there without its link, which follows",
  async (status, code) => {
    const { notion, ...world } = createWorld();
    const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+15555550123" });
    let refusals = 1;
    intercept(notion, (request) =>
      isCreate(request) && refusals-- > 0 ? errorAnswer(status, "Odd.", code) : undefined,
    );
    await world.receive(messageReceived({ id: "AC2" }));
    await world.run();
    expect(notion.page("message:AC2").Canvas).toEqual([]);
    await world.receive(messageReceived({ id: "AC3" }));
    await world.run(60_000);
    for (const key of ["message:AC2", "message:AC3"] as const)
      expect(notion.page(key).Canvas).toEqual([jane.id]);
  },
);

test("a row that is refused with its links again and again stays without, and others have theirs", async () => {
  const { notion, ...world } = createWorld();
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+15555550123" });
  const omar = notion.addPage("canvas", { Name: "Omar", Phone: "+15555550188" });
  let refusals = 0;
  // As a relation that is limited to one page may do.
  intercept(notion, async (request) => {
    const text = await request.clone().text();
    const linksBoth = !request.url.includes("/query") && text.includes(jane.id) && text.includes(omar.id);
    return linksBoth && ++refusals > 0 ? errorAnswer(400, "Odd.") : undefined;
  });
  await world.receive(callCompleted({ id: "AC1", others: ["+15555550188"] }));
  await world.run(60_000);
  await world.receive(callCompleted({ id: "AC3" }));
  await world.run(10 * 60_000);
  expect(notion.page("call:AC1").Canvas).toEqual([]);
  expect(notion.page("call:AC3").Canvas).toEqual([jane.id]);
  expect(refusals).toBe(2);
});

test("a database whose relation leads elsewhere has rows without links, which follow once it is mended", async () => {
  const { notion, ...world } = createWorld();
  notion.removeProperty("messages", "Canvas");
  notion.addProperty("messages", "Canvas", { type: "relation", to: "calls" });
  const both = "+15555550123, +15555550124";
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: both });
  let failures = 2;
  intercept(notion, async (request) => {
    const isLookUp = request.url.includes("/query") && (await request.clone().text()).includes("0124");
    return isLookUp && failures-- > 0 ? errorAnswer(500, "Odd.", "internal_server_error") : undefined;
  });
  await world.receive(messageReceived({ id: "AC2" }), messageReceived({ id: "AC3", from: "+15555550124" }));
  await world.run(60_000);
  expect(notion.pages("messages")).toHaveLength(2);
  expect(world.log.filter((line) => line.includes("activity.settled")).length).toBeLessThan(5);
  expect(notion.page("message:AC2").Canvas).toEqual([]);
  notion.removeProperty("messages", "Canvas");
  notion.addProperty("messages", "Canvas", { type: "relation", to: "canvas" });
  await world.run(2 * 3_600_000);
  for (const key of ["message:AC2", "message:AC3"] as const)
    expect(notion.page(key).Canvas).toEqual([jane.id]);
});
