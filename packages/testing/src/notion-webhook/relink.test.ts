import { columnsOf, defaultMapping } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { intercept } from "../engine/intercept.js";
import { createWorld, type World } from "../engine/world.js";
import { messageReceived } from "../payloads/message-events.js";
import { notionPageEvent, notionWebhookRequest } from "../payloads/notion-page-event.js";

const TOKEN = "secret_0123456789";

/** Notion tells of a page, which is read, and linked to what waits for it. */
async function tell(world: World, type: string, pageId: string, dataSourceId?: string): Promise<void> {
  const request = await notionWebhookRequest(
    notionPageEvent({ type, pageId, ...(dataSourceId === undefined ? {} : { dataSourceId }) }),
    TOKEN,
  );
  const body = new Uint8Array(await request.arrayBuffer());
  expect(await world.engine.notionWebhook!.receive({ headers: request.headers, body })).toEqual({
    status: "read",
  });
  await world.run();
}

test("a contact that is made, changed, thrown away and fetched back is told by Notion and linked at once", async () => {
  const world = createWorld({ engine: { notionWebhookToken: TOKEN } });
  const { notion } = world;
  const { dataSourceId } = notion.databases.canvas;
  const linked = () => notion.page("message:AC2").Canvas;
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  expect(linked()).toEqual([]);

  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+1 555 555 0123" });
  await tell(world, "page.created", jane.id, dataSourceId);
  expect(linked()).toEqual([jane.id]);

  notion.editPage(jane.id, { Phone: "+1 555 555 0199" });
  await tell(world, "page.properties_updated", jane.id, dataSourceId);
  expect(linked()).toEqual([]);
  notion.editPage(jane.id, { Phone: "+1 555 555 0123" });
  await tell(world, "page.properties_updated", jane.id, dataSourceId);
  expect(linked()).toEqual([jane.id]);

  notion.trashPage(jane.id);
  await tell(world, "page.deleted", jane.id, dataSourceId);
  expect(linked()).toEqual([]);
  notion.restorePage(jane.id);
  await tell(world, "page.undeleted", jane.id, dataSourceId);
  expect(linked()).toEqual([jane.id]);
});

test("a contact that is moved to another database is linked no more", async () => {
  const world = createWorld({ engine: { notionWebhookToken: TOKEN } });
  const { notion } = world;
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+1 555 555 0123" });
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  expect(notion.page("message:AC2").Canvas).toEqual([jane.id]);

  const { dataSourceId } = notion.databases.calls;
  const parent = { type: "data_source_id", data_source_id: dataSourceId };
  const { fetch } = notion;
  intercept(notion, async (request) =>
    request.method === "GET" && request.url.endsWith(`/v1/pages/${jane.id}`)
      ? Response.json({ ...((await (await fetch(request)).json()) as object), parent })
      : undefined,
  );
  await tell(world, "page.moved", jane.id, dataSourceId);
  expect(notion.page("message:AC2").Canvas).toEqual([]);
});

test("a page outside of the contacts, with a number in its title, is nobody's contact, whether it was one before or not", async () => {
  const { calls, messages, mail } = defaultMapping;
  const world = createWorld({
    engine: { notionWebhookToken: TOKEN },
    notion: {
      databases: {
        ...{ calls: columnsOf(calls), messages: columnsOf(messages), mail: columnsOf(mail) },
        canvas: { Name: { type: "title" }, Email: { type: "email" } },
      },
    },
  });
  const { notion } = world;
  const [note, jane] = ["Call back +1 555 555 0123", "Jane +1 555 555 0123"].map((Name) =>
    notion.addPage("canvas", { Name }),
  );
  const onPage = new Set([note!.id]);
  const { fetch } = notion;
  intercept(notion, async (request) => {
    const { pathname } = new URL(request.url);
    const isQuery = pathname.endsWith("/query");
    if (!isQuery && ![...onPage].some((id) => pathname === `/v1/pages/${id}`)) return undefined;
    const parent = { type: "page_id", page_id: notion.rootPageId };
    const answer = (await (await fetch(request)).json()) as { results?: { id: string }[] };
    const { results } = answer;
    return Response.json(
      results ? { ...answer, results: results.filter(({ id }) => !onPage.has(id)) } : { ...answer, parent },
    );
  });

  await tell(world, "page.properties_updated", note!.id);
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  expect(notion.page("message:AC2").Canvas).toEqual([jane!.id]);
  onPage.add(jane!.id);
  await tell(world, "page.moved", jane!.id);
  expect(notion.page("message:AC2").Canvas).toEqual([]);
});

test("the rows that we write are told of too, and cost nothing", async () => {
  const world = createWorld({ engine: { notionWebhookToken: TOKEN } });
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  const before = world.notion.requests.length;
  const event = notionPageEvent({
    type: "page.created",
    pageId: world.notion.pages("messages")[0]!.id,
    dataSourceId: world.notion.databases.messages.dataSourceId,
  });
  const request = await notionWebhookRequest(event, TOKEN);
  const body = new Uint8Array(await request.arrayBuffer());
  expect(await world.engine.notionWebhook!.receive({ headers: request.headers, body })).toEqual({
    status: "ignored",
  });
  expect(world.notion.requests).toHaveLength(before);
});
