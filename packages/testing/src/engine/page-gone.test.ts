import { expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { errorAnswer, intercept, isCreate } from "./intercept.js";
import { longDialogue } from "./long-dialogue.js";
import { createWorld } from "./world.js";

test("database unshared for a moment when a late part comes: shown once shared again", async () => {
  const { notion, ...world } = createWorld();
  await world.receive(callCompleted());
  await world.run();
  notion.faults.random({ probability: 1, faults: ["not-shared"], path: /pages|databases|data_sources/ });
  await world.receive(callSummaryCompleted({ summary: ["Important."] }));
  await world.run(10_000);
  notion.faults.clear();
  await world.run(3_600_000);
  expect(notion.page("call:AC1").Summary).toBe("• Important.");
});

test("HTML 404 of the edge on an update: shown later", async () => {
  const { notion, ...world } = createWorld();
  await world.receive(callCompleted());
  await world.run();
  let once = true;
  intercept(notion, (request) => {
    if (!once || request.method !== "PATCH") return undefined;
    once = false;
    return new Response("<html>404</html>", { status: 404, headers: { "content-type": "text/html" } });
  });
  await world.receive(callSummaryCompleted({ summary: ["Important."] }));
  await world.run(3_600_000);
  expect(notion.page("call:AC1").Summary).toBe("• Important.");
});

test("a 400 that quotes a value with 'archived' is no trashed page", async () => {
  const { notion, store, ...world } = createWorld();
  await world.receive(callCompleted());
  await world.run();
  intercept(notion, (request) =>
    request.method === "PATCH"
      ? errorAnswer(
          400,
          'body.properties.Summary.rich_text[0] is wrong, instead was `"the offer is archived"`.',
        )
      : undefined,
  );
  await world.receive(callSummaryCompleted({ summary: ["Important."] }));
  await world.run(10_000);
  expect((await store.activity("call:AC1"))?.status).not.toBe("trashed");
});

test("a page restored from the trash shows later events", async () => {
  const world = createWorld();
  await world.receive(callCompleted());
  await world.run();
  const id = world.notion.pages("calls")[0]!.id;
  world.notion.trashPage(id);
  await world.receive(callSummaryCompleted({ summary: ["In the trash."] }));
  await world.run(10_000);
  world.notion.restorePage(id);
  await world.receive(
    callSummaryCompleted({ summary: ["After."], eventCreatedAt: "2026-10-07T15:30:00.000Z" }),
  );
  await world.run(600_000);
  expect(world.notion.page("call:AC1").Summary).toBe("• After.");
});

test("the database itself is in the trash for a minute: creates wait", async () => {
  const { notion, store, ...world } = createWorld();
  let trashed = true;
  intercept(notion, (request) =>
    trashed && isCreate(request)
      ? errorAnswer(
          400,
          "Can't edit page on block with an archived ancestor. You must unarchive the ancestor before editing page.",
        )
      : undefined,
  );
  await world.receive(callCompleted());
  await world.run(10_000);
  trashed = false;
  await world.run(600_000);
  expect((await store.activity("call:AC1"))?.status).toBe("synced");
});

test.each(["leave", "recreate"] as const)(
  "a database that lies in the trash with its rows has thrown none of them away (%s)",
  async (onTrashed) => {
    const { notion, ...world } = createWorld({ engine: { onTrashed } });
    await world.receive(callCompleted());
    await world.run();
    const { dataSourceId } = notion.databases.calls;
    notion.trashPage(notion.pages("calls")[0]!.id);
    let inTrash = true;
    const original = notion.fetch;
    intercept(notion, async (request) => {
      if (!inTrash || !request.url.endsWith(dataSourceId)) return undefined;
      const answer = (await (await original(request)).json()) as object;
      return Response.json({ ...answer, in_trash: true });
    });
    await world.receive(callSummaryCompleted({ summary: ["Important."] }));
    await world.run(300_000);
    expect(world.alerts).toEqual([expect.objectContaining({ code: "notion_page_trashed" })]);
    inTrash = false;
    notion.restorePage(notion.pages("calls", { inTrash: true })[0]!.id);
    await world.run(120_000);
    expect(notion.page("call:AC1").Summary).toBe("• Important.");
    expect(notion.counts.creates).toBe(1);
  },
);

test("trashed before its long body is written: trashed, not parked", async () => {
  const { notion, store, ...world } = createWorld();
  await world.receive(callCompleted(), callTranscriptCompleted({ dialogue: longDialogue(3_000) }));
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  notion.trashPage(notion.pages("calls")[0]!.id);
  await world.run(10_000);
  expect((await store.activity("call:AC1"))?.status).toBe("trashed");
});

test("a page that the user trashed before its unclear create was looked up is not made again", async () => {
  const { notion, ...world } = createWorld();
  notion.faults.next({ method: "POST", path: "/v1/pages" }, "reset-after-commit");
  await world.receive(callCompleted());
  await world.engine.consume({ key: "call:AC1", priority: "critical" });
  notion.trashPage(notion.pages("calls")[0]!.id);
  await world.run(600_000);
  expect(notion.pages("calls")).toHaveLength(0);
  expect(notion.counts.creates).toBe(1);
});

test.each([
  "body failed validation: body.in_trash should be not present",
  "Pages in trash cannot be queried",
])(
  "an unclear create that was not saved is made again although Notion does not list the trash: %s",
  async (message) => {
    const world = createWorld();
    intercept(world.notion, async (request) =>
      request.url.endsWith("/query") && (await request.clone().text()).includes('"in_trash":true')
        ? errorAnswer(400, message)
        : undefined,
    );
    world.notion.faults.next({ method: "POST", path: "/v1/pages" }, "reset-before-commit");
    await world.receive(callCompleted());
    await world.run(600_000);
    expect(world.notion.pages("calls")).toHaveLength(1);
    expect(world.alerts).toEqual([]);
  },
);

test("a page that comes back from the trash while it is written is not given up", async () => {
  const world = createWorld();
  await world.receive(callCompleted());
  await world.run();
  let once = true;
  intercept(world.notion, (request) => {
    if (!once || request.method !== "PATCH") return undefined;
    once = false;
    return errorAnswer(400, "Can't edit page that is in the trash.");
  });
  await world.receive(callSummaryCompleted({ summary: ["Important."] }));
  await world.run(10_000);
  expect(world.notion.page("call:AC1").Summary).toBe("• Important.");
});

test("text whose toggle is taken away while it is written is written whole", async () => {
  const world = createWorld();
  await world.receive(callCompleted(), callTranscriptCompleted({ dialogue: longDialogue(8_000) }));
  let appends = 0;
  intercept(world.notion, (request) => {
    if (!request.url.endsWith("/children") || request.method !== "PATCH" || ++appends !== 2) return undefined;
    return errorAnswer(404, "Could not find block.", "object_not_found");
  });
  await world.run(60_000);
  expect((await world.store.activity("call:AC1"))?.status).toBe("synced");
  const [page] = world.notion.pages("calls");
  expect(page?.children).toHaveLength(1);
  expect(page?.children[0]?.children.map(({ text }) => text).join("")).toContain("Line 7999 ");
  expect(appends).toBeGreaterThan(2);
});
