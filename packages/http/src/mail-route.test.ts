import { SyncError } from "@openphone-notion/core";
import { createManualClock } from "@openphone-notion/testing";
import { expect, test } from "vitest";
import { createHttpApp } from "./app.js";

const token = "0123456789abcdef";
const taken: Uint8Array[] = [];
const app = (ingest?: () => Promise<never>, maxBytes?: number) =>
  createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
    mail: {
      token,
      ingest:
        ingest ??
        (async (raw) => {
          taken.push(raw);
          return { status: "stored", key: "mail:m1@example.com" };
        }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
    },
  });
const post = (body: BodyInit, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
  new Request("http://localhost/admin/mail", { method: "POST", body, headers });

test("a mail is handed on byte for byte, and told by its key", async () => {
  const raw = new Uint8Array([0, 255, 13, 10, 128]);
  const answer = await app().fetch(post(raw));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "stored", key: "mail:m1@example.com" });
  expect(taken).toEqual([raw]);
});

test("a mail of minutes is taken, and one that never ends is not", async () => {
  const clock = createManualClock();
  const slow = createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
    mail: { token, ingest: async () => ({ status: "stored", key: "mail:m1@example.com" }) },
    clock,
  });
  const deliver = async (minutes: number) => {
    let end = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array([1]));
        end = clock.after(minutes * 60_000, () => controller.close());
      },
      cancel: () => end(),
    });
    const headers = { authorization: `Bearer ${token}` };
    const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
    const answer = slow.fetch(new Request("http://localhost/admin/mail", init));
    for (let second = 0; second < 330; second += 10) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(10_000);
    }
    return (await answer).status;
  };
  expect(await deliver(4)).toBe(200);
  expect(await deliver(5.2)).toBe(408);
});

test("without the token nothing is read", async () => {
  for (const headers of [{}, { authorization: "Bearer nonsense" }] as Record<string, string>[]) {
    expect((await app(() => Promise.reject(new Error("read"))).fetch(post("x", headers))).status).toBe(401);
  }
});

test.each([
  [413, "body_too_large", undefined],
  [422, "unprocessable_event", new SyncError("unprocessable_event", "It is empty.", { retry: "never" })],
  [503, "store_unavailable", new SyncError("store_unavailable", "The disk is full.", { retry: "after" })],
])("%i for %s", async (status, code, error) => {
  const answer = await app(error && (() => Promise.reject(error)), 10).fetch(
    post(error ? "x" : "longer than ten bytes"),
  );
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ error: { code } });
});

test("other methods are refused, and without mail there is no such route", async () => {
  expect((await app().fetch(new Request("http://localhost/admin/mail"))).status).toBe(405);
  const without = createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
  });
  expect((await without.fetch(post("x"))).status).toBe(404);
});
