import { describe, expect, test } from "vitest";
import { ConnectionReset } from "../notion/connection-reset.js";
import { fakeOpenPhone } from "./fake-openphone.js";

const base = "https://api.quo.com";
const v1 = { authorization: "key" };
const dated = { ...v1, "quo-api-version": "2026-03-30" };

describe("refusals have the shape of their surface", () => {
  test("v1, from a handler: flat, with a code", async () => {
    const response = await fakeOpenPhone().fetch(`${base}/v1/calls/AC1`, { headers: v1 });

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      message: "Not Found",
      code: "0100404",
      status: 404,
      docs: "https://openphone.com/docs",
      title: "Not Found",
      trace: expect.stringMatching(/^\d{19}$/),
    });
  });

  test("v1, from the gateway: wrapped", async () => {
    const response = await fakeOpenPhone().fetch(`${base}/v1/calls/AC1`);

    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: { message: "Unauthorized", key: "Unauthorized", trace: expect.any(String) },
    });
  });

  test("dated: neither code nor status, but what was wrong", async () => {
    const response = await fakeOpenPhone().fetch(`${base}/calls/abc123`, { headers: dated });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      message: "The input was invalid",
      docs: "https://quo.com/docs",
      title: "Bad Request",
      trace: expect.any(String),
      errors: [
        {
          path: "/callId",
          message: "Expected string to match '^AC(.*)$'",
          value: "abc123",
          schema: { type: "string" },
        },
      ],
    });
  });

  test.each(["/v1/nowhere", "/nowhere", "/v1/calls/AC1/recordings", "/"])("%s: a page", async (path) => {
    const response = await fakeOpenPhone().fetch(base + path, { headers: dated });

    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await response.text()).toContain(`Cannot GET ${path}`);
  });
});

describe("an endpoint that exists, but is not modelled, says so", () => {
  test.each([
    ["POST", "/v1/messages"],
    ["PATCH", "/v1/contacts/CT1"],
    ["POST", "/conversations/CN1/mark-as-done"],
    ["GET", "/v1/tasks"],
    ["DELETE", "/tasks/TK1"],
  ])("%s %s", async (method, path) => {
    const response = await fakeOpenPhone().fetch(base + path, { method, headers: dated });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      message: `fakeOpenPhone does not model ${method} ${path}.`,
    });
    const off = fakeOpenPhone({ surfaces: { v1: false, dated: false } });
    expect((await off.fetch(base + path, { method, headers: dated })).status).toBe(404);
  });
});

describe("the key", () => {
  test.each(["Bearer key", "wrong", ""])("%j is refused", async (authorization) => {
    const openphone = fakeOpenPhone();
    for (const path of ["/v1/phone-numbers", "/organization"]) {
      const response = await openphone.fetch(base + path, { headers: { ...dated, authorization } });
      expect(response.status).toBe(401);
    }
  });

  test("is sent raw", async () => {
    const openphone = fakeOpenPhone({ apiKey: "another" });
    const response = await openphone.fetch(`${base}/v1/phone-numbers`, {
      headers: { authorization: "another" },
    });
    expect(response.status).toBe(200);
  });
});

describe("the version header", () => {
  test("is checked before the key", async () => {
    const response = await fakeOpenPhone().fetch(`${base}/organization`);

    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toMatch(/Quo-Api-Version/);
  });

  test.each(["2026-03-31", "v1"])("refuses %s", async (version) => {
    const headers = { ...dated, "quo-api-version": version };
    expect((await fakeOpenPhone().fetch(`${base}/organization`, { headers })).status).toBe(400);
  });

  test("is not asked for on v1", async () => {
    expect((await fakeOpenPhone().fetch(`${base}/v1/users`, { headers: v1 })).status).toBe(200);
  });
});

describe("the rate", () => {
  const clockAt = (now: () => number) => ({ now, after: () => () => {} });

  test("is ten in a second, over both surfaces, and then starts anew", async () => {
    let now = 1_000_000;
    const openphone = fakeOpenPhone({ clock: clockAt(() => now) });
    const status = async (path: string) => (await openphone.fetch(base + path, { headers: dated })).status;
    const paths = Array.from({ length: 11 }, (_, at) => (at % 2 ? "/v1/users" : "/users"));

    const first = await Promise.all(paths.map(status));
    now += 1000;

    expect(first.filter((each) => each === 200)).toHaveLength(10);
    expect(first.at(-1)).toBe(429);
    expect(await status("/users")).toBe(200);
  });

  test("is told in the headers of the IETF draft", async () => {
    const openphone = fakeOpenPhone({ clock: clockAt(() => 0) });
    const { headers } = await openphone.fetch(`${base}/v1/users`, { headers: v1 });

    expect(headers.get("ratelimit")).toBe('"per-second"; r=9; t=1');
    expect(headers.get("ratelimit-policy")).toBe('"per-second"; q=10; w=1');
  });

  test("can be switched off", async () => {
    const openphone = fakeOpenPhone({ rateLimit: false });
    const all = await Promise.all(
      Array.from({ length: 30 }, () => openphone.fetch(`${base}/v1/users`, { headers: v1 })),
    );

    expect(all.every(({ status, headers }) => status === 200 && !headers.has("ratelimit"))).toBe(true);
  });
});

test("a surface that is switched off knows no routes", async () => {
  const openphone = fakeOpenPhone({ surfaces: { dated: false }, baseUrl: "https://api.openphone.com" });

  const old = await openphone.fetch("https://api.openphone.com/v1/users", { headers: v1 });
  const unprefixed = await openphone.fetch("https://api.openphone.com/users", { headers: dated });

  expect([old.status, unprefixed.status]).toEqual([200, 404]);
});

test("another host is unreachable", async () => {
  await expect(fakeOpenPhone().fetch("https://media.openphone.example/x")).rejects.toThrow(TypeError);
});

describe("faults", () => {
  const ask = (openphone: ReturnType<typeof fakeOpenPhone>, path: string, signal?: AbortSignal) =>
    openphone.fetch(base + path, { headers: dated, ...(signal && { signal }) });

  test.each([
    ["500", 500],
    ["429", 429],
    ["403", 403],
    ["401", 401],
    ["html-404", 404],
  ] as const)("%s hits the next matching request, once", async (fault, status) => {
    const openphone = fakeOpenPhone();
    openphone.faults.next({ path: "/organization" }, fault);

    expect((await ask(openphone, "/users")).status).toBe(200);
    expect((await ask(openphone, "/organization")).status).toBe(status);
    expect((await ask(openphone, "/organization")).status).toBe(200);
  });

  test("several are served in their order, as often as asked", async () => {
    const openphone = fakeOpenPhone();
    openphone.faults.next({ path: /^\/v1\//, times: 2 }, "500");
    openphone.faults.next({}, "429");
    const statuses = [];
    for (let at = 0; at < 4; at++) statuses.push((await ask(openphone, "/v1/users")).status);

    expect(statuses).toEqual([500, 500, 429, 200]);
  });

  test("a reset rejects as a lost connection does, a timeout only when the client gives up", async () => {
    const openphone = fakeOpenPhone();
    openphone.faults.next({}, "reset");
    openphone.faults.next({}, "timeout");
    const patience = new AbortController();

    await expect(ask(openphone, "/users")).rejects.toThrow(ConnectionReset);
    const silent = ask(openphone, "/users", patience.signal);
    patience.abort(new Error("enough"));
    await expect(silent).rejects.toThrow("enough");

    expect(openphone.requests.map(({ outcome }) => outcome)).toEqual(["reset", "timeout"]);
  });

  test("can be taken back", async () => {
    const openphone = fakeOpenPhone();
    openphone.faults.next({}, "500");
    openphone.faults.clear();

    expect((await ask(openphone, "/users")).status).toBe(200);
  });
});

test("requests are counted by route", async () => {
  const openphone = fakeOpenPhone();
  openphone.addCall({ id: "AC1" });
  for (const path of ["/v1/calls/AC1", "/v1/calls/AC2", "/v1/nowhere?x=1"]) {
    await openphone.fetch(base + path, { headers: v1 });
  }

  expect(openphone.counts).toEqual({ "GET /v1/calls/:callId": 2, "GET /v1/nowhere": 1 });
  expect(openphone.requests.at(-1)).toEqual({
    method: "GET",
    path: "/v1/nowhere",
    search: "?x=1",
    route: "GET /v1/nowhere",
    outcome: 404,
  });
});
