import { expect, test } from "vitest";
import { createWorld } from "../engine/world.js";
import { messageReceived } from "../payloads/message-events.js";
import { notionPageEvent, notionWebhookRequest } from "../payloads/notion-page-event.js";

const TOKEN = "secret_0123456789";

test("a contact that is made, changed, thrown away and fetched back is told by Notion and linked at once", async () => {
  const world = createWorld({ engine: { notionWebhookToken: TOKEN } });
  const { notion, engine } = world;
  const linked = () => notion.page("message:AC2").Canvas;
  const tell = async (type: string, pageId: string) => {
    const dataSourceId = notion.databases.canvas.dataSourceId;
    const request = await notionWebhookRequest(notionPageEvent({ type, pageId, dataSourceId }), TOKEN);
    const body = new Uint8Array(await request.arrayBuffer());
    expect(await engine.notionWebhook!.receive({ headers: request.headers, body })).toEqual({
      status: "read",
    });
    await world.run();
  };
  await world.receive(messageReceived({ id: "AC2" }));
  await world.run();
  expect(linked()).toEqual([]);

  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+1 555 555 0123" });
  await tell("page.created", jane.id);
  expect(linked()).toEqual([jane.id]);

  notion.editPage(jane.id, { Phone: "+1 555 555 0199" });
  await tell("page.properties_updated", jane.id);
  expect(linked()).toEqual([]);
  notion.editPage(jane.id, { Phone: "+1 555 555 0123" });
  await tell("page.properties_updated", jane.id);
  expect(linked()).toEqual([jane.id]);

  notion.trashPage(jane.id);
  await tell("page.deleted", jane.id);
  expect(linked()).toEqual([]);
  notion.restorePage(jane.id);
  await tell("page.undeleted", jane.id);
  expect(linked()).toEqual([jane.id]);
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
