import { SyncError } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createHttpApp, type NotionWebhookOptions } from "./index.js";

const app = (receive: NotionWebhookOptions["receive"]) =>
  createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
    notionWebhook: { receive },
  });
const post = (body: BodyInit) =>
  new Request("http://localhost/webhooks/notion", {
    method: "POST",
    body,
    headers: { "x-notion-signature": "s" },
  });

test("a delivery is handed on byte for byte, with its headers", async () => {
  const answer = await app(async ({ headers, body }) => {
    expect(headers.get("x-notion-signature")).toBe("s");
    expect(body).toEqual(new Uint8Array([1, 255, 0]));
    return { status: "read" };
  }).fetch(post(new Uint8Array([1, 255, 0])));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "read" });
});

test.each([
  ["signature_invalid", 401],
  ["signature_missing", 401],
  ["invalid_json", 400],
  ["notion_rate_limited", 503],
  ["notion_unavailable", 503],
  ["store_unavailable", 503],
] as const)("%s is %i", async (code, status) => {
  const answer = await app(() => Promise.reject(new SyncError(code, "No.", { retry: "never" }))).fetch(
    post("{}"),
  );
  expect(answer.status).toBe(status);
});

test("a delivery over 256 KB is refused unread, other methods too", async () => {
  const never = app(() => Promise.reject(new Error("read")));
  expect((await never.fetch(post("x".repeat(256 * 1024 + 1)))).status).toBe(413);
  expect((await never.fetch(new Request("http://localhost/webhooks/notion"))).status).toBe(405);
});
