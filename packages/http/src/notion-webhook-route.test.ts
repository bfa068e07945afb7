import { SyncError } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createHttpApp, type NotionWebhookOptions } from "./index.js";

let accepted = false;
const app = (receive: NotionWebhookOptions["receive"]) =>
  createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
    notionWebhook: {
      receive,
      tokens: async () => ({
        token: "secret_in-use",
        ...(accepted ? {} : { offered: "secret_new" }),
        given: false,
      }),
      async acceptOffered() {
        if (accepted) return false;
        accepted = true;
        return true;
      },
      adminToken: "0123456789abcdef",
    },
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

test("the verification token is shown, and another accepted, with the admin token only", async () => {
  const { fetch } = app(async () => ({ status: "read" }));
  const ask = (method: string, authorization = "Bearer 0123456789abcdef") =>
    fetch(new Request("http://localhost/admin/notion-webhook", { method, headers: { authorization } }));
  expect((await ask("GET", "Bearer wrong")).status).toBe(401);
  expect((await ask("POST", "Bearer wrong")).status).toBe(401);
  expect(await (await ask("GET")).json()).toMatchObject({ token: "secret_in-use", offered: "secret_new" });
  expect((await ask("POST")).status).toBe(200);
  expect((await ask("POST")).status).toBe(409);
});
