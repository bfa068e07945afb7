import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columnsOf, defaultMapping } from "@openphone-notion/core";
import { fakeNotion, fakeOpenPhone, messageReceived, signWebhook } from "@openphone-notion/testing";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "./server.ts";

const notion = fakeNotion({ databases: { messages: columnsOf(defaultMapping.messages) } });
const network = setupServer(...notion.handlers, ...fakeOpenPhone().handlers);
// What is not Notion's or OpenPhone's is our own server.
beforeAll(() => network.listen({ onUnhandledFrame: "bypass" }));
afterAll(() => network.close());

test("a webhook posted to the Express app becomes a Notion page", async () => {
  const secret = "whsec_ZXhhbXBsZSBleGFtcGxlIGV4YW1wbGU=";
  const dataDir = await mkdtemp(join(tmpdir(), "express-server-"));
  const { app, sync } = await createServer({
    openphone: { apiKey: "key", webhookSecrets: [secret] },
    notion: { token: "secret_test", databases: { messages: notion.databases.messages.url } },
    dataDir,
    logLevel: "silent",
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  await sync.start();
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { headers, body } = await signWebhook(messageReceived({ id: "AC1", text: "Hello 👋" }), { secret });
    const post = (text: string) =>
      fetch(`${url}/webhooks/openphone`, { method: "POST", headers, body: text });
    expect((await post(body)).status).toBe(200);
    await sync.idle();
    expect(notion.page("message:AC1")).toMatchObject({ Content: "Hello 👋", Status: "Received" });

    expect((await post(`${body} `)).status).toBe(401);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await (await fetch(url)).text()).toBe("This is your app.");
  } finally {
    server.close();
    await sync.stop();
    await rm(dataDir, { recursive: true });
  }
});
