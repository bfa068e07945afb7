import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { signWebhook } from "../payloads/sign-webhook.js";
import { fakeOpenPhone } from "./fake-openphone.js";

const hook = "https://hooks.example.com/quo";

function asked(webhookFetch?: typeof fetch) {
  const openphone = fakeOpenPhone({
    rateLimit: false,
    clock: { now: () => Date.UTC(2026, 9, 7), after: () => () => {} },
    ...(webhookFetch && { webhookFetch }),
  });
  const ask = async (method: string, path: string, body?: object) => {
    const response = await openphone.fetch(`https://api.quo.com${path}`, {
      method,
      headers: { authorization: "key", "quo-api-version": "2026-03-30" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const make = async () => {
    const { body } = await ask("POST", "/webhooks", { url: hook, events: ["call.completed"] });
    return body.data as { id: string; key: string };
  };
  return { openphone, ask, make };
}

describe("webhooks of the dated surface", () => {
  test("show their key when they are made, and never again", async () => {
    const { ask, make } = asked();
    const { id, key } = await make();

    expect(id).toMatch(/^\d+$/);
    expect(key).toMatch(/^whsec_/);
    expect((await ask("GET", `/webhooks/${id}`)).body.data).toMatchObject({
      apiVersion: "2026-03-30",
      events: ["call.completed"],
      resourceIds: ["*"],
    });
    expect((await ask("GET", `/webhooks/${id}`)).body.data).not.toHaveProperty("key");
    expect((await ask("POST", `/webhooks/${id}/rotate`)).body.data.key).not.toBe(key);
  });

  test("are changed in place: events are replaced, an empty filter is none", async () => {
    const { ask, make } = asked();
    const { id } = await make();
    await ask("PATCH", `/webhooks/${id}`, { resourceIds: ["PN00fake01"] });
    const narrowed = await ask("GET", `/webhooks/${id}`);
    const { body } = await ask("PATCH", `/webhooks/${id}`, {
      events: ["message.received"],
      resourceIds: null,
    });

    expect(narrowed.body.data.resourceIds).toEqual(["PN00fake01"]);
    expect(body.data).toMatchObject({ url: hook, events: ["message.received"], resourceIds: ["*"] });
  });

  test("go", async () => {
    const { ask, make } = asked();
    const { id } = await make();

    expect((await ask("DELETE", `/webhooks/${id}`)).status).toBe(204);
    expect((await ask("GET", `/webhooks/${id}`)).status).toBe(404);
    expect((await ask("GET", "/webhooks")).body.data).toEqual([]);
  });

  test.each([
    { url: hook },
    { events: ["call.completed"] },
    { url: "nowhere", events: ["call.completed"] },
    { url: hook, events: [] },
    { url: hook, events: ["call.teleported"] },
    { url: hook, events: ["call.completed"], status: "on" },
  ])("are not made of %j", async (body) => {
    expect((await asked().ask("POST", "/webhooks", body)).status).toBe(400);
  });

  test.each([
    ["POST", "/webhooks", "foo"],
    ["POST", "/webhooks", "userId"],
    ["PATCH", "/webhooks/123", "foo"],
    ["POST", "/v1/webhooks/calls", "foo"],
  ])("%s %s refuses the field %j that there is not", async (method, path, field) => {
    const { ask, make } = asked();
    await make();
    const { status, body } = await ask(method, path, { url: hook, events: ["call.completed"], [field]: 1 });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { path: `/${field}`, message: "Unexpected property", value: 1, schema: { type: "never" } },
    ]);
  });

  test("are fifty at most", async () => {
    const { ask, make } = asked();
    for (let at = 0; at < 50; at++) await make();

    expect((await ask("POST", "/webhooks", { url: hook, events: ["call.completed"] })).status).toBe(400);
  });
});

describe("deliveries", () => {
  test("a test event is signed, posted and logged", async () => {
    const posted: Request[] = [];
    const { ask, make } = asked(async (input, init) => {
      posted.push(new Request(input, init));
      return new Response(null, { status: 204 });
    });
    const { id, key } = await make();
    const { status } = await ask("POST", `/webhooks/${id}/events/test`, { eventType: "call.completed" });
    const [logged] = (await ask("GET", `/webhooks/${id}/events`)).body.data;

    expect(status).toBe(202);
    expect(logged).toMatchObject({ status: "success", eventType: "call.completed" });
    const body = await posted[0]!.text();
    const { headers } = await signWebhook(body, {
      secret: key,
      now: Date.UTC(2026, 9, 7),
      deliveryId: logged.id,
    });
    expect(posted[0]?.headers.get("webhook-signature")).toBe(headers["webhook-signature"]);
    expect((await ask("POST", `/webhooks/${id}/events/test`, { eventType: "nothing" })).status).toBe(400);
  });

  test("what failed can be listed, read and sent again", async () => {
    const { openphone, ask, make } = asked(async () => new Response(null, { status: 200 }));
    const { id } = await make();
    const event = callCompleted({ id: "AC7" });
    const deliveryId = openphone.addFailedDelivery(id, event);
    const path = `/webhooks/${id}/events`;

    expect((await ask("GET", `${path}?status=failed&resourceId=AC7`)).body.data).toHaveLength(1);
    expect((await ask("GET", `${path}/${deliveryId}`)).body.data.requestBody).toEqual(event);
    expect((await ask("POST", `${path}/${deliveryId}/retry`)).status).toBe(202);
    expect((await ask("GET", `${path}?status=failed`)).body.data).toEqual([]);
    expect((await ask("POST", `${path}/${deliveryId}/retry`)).status).toBe(422);
    expect((await ask("GET", `${path}/msg_nothing`)).status).toBe(404);
  });
});

describe("webhooks of v1", () => {
  const make = (ask: ReturnType<typeof asked>["ask"], family: string, more: object = {}) =>
    ask("POST", `/v1/webhooks/${family}`, { url: hook, events: ["call.summary.completed"], ...more });

  test("have one key for each family, and belong to their maker", async () => {
    const { ask } = asked();
    const calls = await make(ask, "calls", { events: ["call.completed"] });
    const summaries = await make(ask, "call-summaries", { userId: "US00fake02" });

    expect(calls.body.data.key).not.toBe(summaries.body.data.key);
    expect((await ask("GET", "/v1/webhooks")).body.data).toHaveLength(1);
    expect((await ask("GET", "/v1/webhooks?userId=US00fake02")).body.data).toHaveLength(1);
    expect((await ask("GET", "/webhooks")).body.data).toEqual([]);
  });

  test("refuse another family's events, and more than ten numbers", async () => {
    const { ask } = asked();
    const resourceIds = Array.from({ length: 11 }, (_, at) => `PN${at}`);

    expect((await make(ask, "calls")).status).toBe(400);
    expect((await make(ask, "call-summaries", { resourceIds })).status).toBe(400);
    expect((await make(ask, "call-summaries", { resourceIds: resourceIds.slice(1) })).status).toBe(201);
  });
});
