import { describe, expect, test } from "vitest";
import { clientUnderTest, collect } from "./client-under-test.js";
import type { OpenPhoneFault } from "./faults.js";

const INPUT = { url: "https://hooks.example.com/quo", events: ["call.completed", "message.received"] };

describe("a webhook of the new system", () => {
  test("shows its key when it is made, and a new one when it is rotated", async () => {
    const { client } = clientUnderTest();
    const made = await client.createWebhook({ ...INPUT, label: "sync" });

    expect(made).toMatchObject({ ...INPUT, label: "sync", status: "enabled", resourceIds: ["*"] });
    expect(made.key).toMatch(/^whsec_/);
    expect(await client.rotateWebhookKey(made.id)).not.toBe(made.key);
    expect(await client.listWebhooks()).toEqual([expect.not.objectContaining({ key: expect.anything() })]);
  });

  test("is changed and deleted, and may be gone already", async () => {
    const { client } = clientUnderTest();
    const { id } = await client.createWebhook(INPUT);

    expect(await client.updateWebhook(id, { status: "disabled" })).toMatchObject({
      ...INPUT,
      status: "disabled",
    });
    await client.deleteWebhook(id);
    await client.deleteWebhook(id);
    expect(await client.listWebhooks()).toEqual([]);
    await expect(client.updateWebhook(id, {})).rejects.toMatchObject({ code: "openphone_not_found" });
  });

  test("has a test event delivered, which its log then tells of", async () => {
    const { client } = clientUnderTest({ webhookFetch: async () => new Response() });
    const { id } = await client.createWebhook(INPUT);
    await client.sendTestEvent(id, "message.received");

    const rows = (await collect(client.deliveryPages(id, { status: "success" }))).flatMap(
      (page) => page.rows,
    );
    expect(rows).toEqual([expect.objectContaining({ eventType: "message.received" })]);
    const delivery = await client.getDelivery(id, rows[0]?.id ?? "");
    expect(JSON.parse(delivery?.requestBody ?? "")).toMatchObject({ type: "message.received" });
    expect(delivery?.object.attempts).toHaveLength(1);
    expect(await client.getDelivery(id, "msg_unknown")).toBeUndefined();
  });

  test("sends a failed delivery again, and no other", async () => {
    let status = 500;
    const { client } = clientUnderTest({ webhookFetch: async () => new Response(null, { status }) });
    const { id } = await client.createWebhook(INPUT);
    await client.sendTestEvent(id, "call.completed");
    const failed = (await collect(client.deliveryPages(id, { status: "failed" })))[0]?.rows[0]?.id ?? "";
    status = 200;
    await client.retryDelivery(id, failed);

    expect((await client.getDelivery(id, failed))?.object.status).toBe("success");
    await expect(client.retryDelivery(id, failed)).rejects.toMatchObject({
      code: "openphone_invalid_request",
      status: 422,
    });
  });

  test("lists its deliveries of a range of time", async () => {
    const { client, clock } = clientUnderTest();
    const { id } = await client.createWebhook(INPUT);
    const since = clock.now() + 1_000;
    for (let at = 0; at < 4; at++) {
      await client.sendTestEvent(id, "call.completed");
      await clock.advance(1_000);
    }
    const pages = await collect(client.deliveryPages(id, { since, until: since + 2_000 }));
    expect(pages.flatMap(({ rows }) => rows.map((row) => Date.parse(String(row.createdAt)) - since))).toEqual(
      [1_000, 0],
    );
  });
});

test("the legacy system has a webhook for each family, each with its key", async () => {
  const { client, openphone } = clientUnderTest();
  const { url } = INPUT;
  const made = [
    await client.createLegacyWebhook("calls", { url, events: ["call.completed"] }),
    await client.createLegacyWebhook("messages", { url, events: ["message.received"] }),
    await client.createLegacyWebhook("call-summaries", { url, events: ["call.summary.completed"] }),
    await client.createLegacyWebhook("call-transcripts", { url, events: ["call.transcript.completed"] }),
  ];

  expect(new Set(made.map(({ key }) => key)).size).toBe(4);
  expect(await client.listLegacyWebhooks()).toEqual(made);
  for (const { id } of made) await client.deleteLegacyWebhook(id);
  expect(await client.listLegacyWebhooks({ userId: "US00fake01" })).toEqual([]);
  expect(openphone.requests.every(({ path }) => path.startsWith("/v1/"))).toBe(true);
});

describe("a change without a clear answer", () => {
  test.each<OpenPhoneFault>(["500", "reset", "timeout"])("after %s is not repeated", async (fault) => {
    const { client, openphone, drive } = clientUnderTest();
    openphone.faults.next({ method: "POST" }, fault);

    await expect(drive(client.createWebhook(INPUT))).rejects.toMatchObject({
      code: "openphone_unavailable",
      retry: "unknown",
    });
    expect(openphone.counts).toEqual({ "POST /webhooks": 1 });
  });

  test("is repeated where it was refused for the rate alone", async () => {
    const { client, openphone, drive, pauses } = clientUnderTest();
    openphone.faults.next({ method: "POST" }, "429");
    await drive(client.createWebhook(INPUT));

    expect(openphone.counts).toEqual({ "POST /webhooks": 2 });
    expect(await client.listWebhooks()).toHaveLength(1);
    expect(pauses).toHaveLength(1);
  });
});

test("a client of one surface does not ask the other", async () => {
  const v1 = clientUnderTest({}, { surface: "v1" });
  const dated = clientUnderTest({}, { surface: "2026-03-30" });
  const missing = { code: "openphone_not_found" };

  await expect(v1.client.createWebhook(INPUT)).rejects.toMatchObject(missing);
  await expect(v1.client.getOrganization()).rejects.toMatchObject(missing);
  await expect(collect(v1.client.callPages())).rejects.toMatchObject(missing);
  await expect(dated.client.listContactFields()).rejects.toMatchObject(missing);
  expect([...v1.openphone.requests, ...dated.openphone.requests]).toEqual([]);
  expect((await v1.client.preflight()).surface).toBe("v1");
  expect(v1.openphone.counts).toEqual({ "GET /v1/phone-numbers": 1 });
});
