import type { ActivityKey } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createHttpApp } from "./app.js";

const token = "a token of tests";

function setUp(adminToken = token) {
  const asked: (ActivityKey[] | undefined)[] = [];
  const app = createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
    admin: {
      token: adminToken,
      replay: async (keys) => asked.push(keys),
    },
  });
  const replay = (init: RequestInit = {}) =>
    app.fetch(new Request("https://sync.example.com/admin/replay", { method: "POST", ...init }));
  return { asked, replay, owns: app.owns };
}

const authorization = `Bearer ${token}`;

test("all parked activities are replayed, or those named", async () => {
  const { asked, replay } = setUp();
  const response = await replay({ headers: { authorization } });
  expect([response.status, await response.json()]).toEqual([200, { replayed: 1 }]);
  await replay({ headers: { authorization }, body: "{}" });
  await replay({ headers: { authorization }, body: '{"keys":["call:AC00fake0001"]}' });
  expect(asked).toEqual([undefined, undefined, ["call:AC00fake0001"]]);
});

test("only the bearer of the token is let in", async () => {
  const { asked, replay } = setUp();
  for (const given of [
    "",
    "Bearer ",
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Basic ${token}`,
    token,
  ]) {
    const response = await replay({ headers: { authorization: given } });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  }
  expect((await replay()).status).toBe(401);
  expect((await setUp("").replay({ headers: { authorization: "Bearer " } })).status).toBe(401);
  expect(asked).toEqual([]);
});

test("what is no list of keys replays nothing", async () => {
  const { asked, replay } = setUp();
  for (const body of [
    "{",
    "[]",
    "null",
    '"all"',
    '{"keys":"call:AC1"}',
    '{"keys":[1]}',
    '{"keys":["AC1"]}',
  ]) {
    expect((await replay({ headers: { authorization }, body })).status).toBe(400);
  }
  expect(asked).toEqual([]);
});

test("another method is 405, and without a token set there is no route", async () => {
  const { replay } = setUp();
  expect((await replay({ method: "GET", headers: { authorization } })).status).toBe(405);
  const bare = createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
  });
  const request = new Request("https://sync.example.com/admin/replay", {
    method: "POST",
    headers: { authorization },
  });
  expect((await bare.fetch(request)).status).toBe(404);
});

test("its own is what it answers, whatever the method, and nothing that is switched off", () => {
  const bare = createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
  });
  const { owns } = setUp();
  expect(
    ["/webhooks/openphone", "/health", "/health/", "/admin/replay"].map((path) => owns(path, "")),
  ).toEqual([true, true, true, true]);
  expect(
    ["/", "/admin", "/admin/users", "/admin/imports", "/phone/PN1/state"].filter((path) => owns(path, "")),
  ).toEqual([]);
  expect([bare.owns("/admin/replay", ""), bare.owns("/media/a", "signature=b")]).toEqual([false, false]);
});
