import { beforeEach, describe, expect, test } from "vitest";
import { ConnectionReset } from "./connection-reset.js";
import { fakeNotion } from "./fake-notion.js";
import type { Fault } from "./faults.js";
import { call, manualClock, text } from "./under-test.js";

const setUp = () => {
  const clock = manualClock();
  const notion = fakeNotion({
    clock,
    databases: { rows: { Name: { type: "title" }, Count: { type: "number" } } },
  });
  return { clock, notion };
};
let world: ReturnType<typeof setUp>;
beforeEach(() => {
  world = setUp();
});

const create = (signal?: AbortSignal) =>
  call(
    world.notion,
    "POST",
    "/v1/pages",
    { parent: { data_source_id: world.notion.databases.rows.dataSourceId }, properties: {} },
    signal && { signal },
  );
const pages = () => world.notion.pages("rows").length;
const nextCreate = (fault: Fault) => world.notion.faults.next({ method: "POST", path: "/v1/pages" }, fault);
/** Lets everything run that waits for no timer. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("errors that commit nothing", () => {
  test.each<[Fault, number, string]>([
    ["429", 429, "rate_limited"],
    ["529", 529, "service_overload"],
    ["409", 409, "conflict_error"],
    ["500", 500, "internal_server_error"],
    ["503", 503, "service_unavailable"],
    ["unauthorized", 401, "unauthorized"],
    ["not-shared", 404, "object_not_found"],
    ["block-limit", 403, "restricted_resource"],
  ])("%s once, then all is well", async (fault, status, code) => {
    nextCreate(fault);
    expect((await create()).body).toMatchObject({ object: "error", status, code });
    expect(pages()).toBe(0);
    expect((await create()).status).toBe(200);
    expect(world.notion.requests.map((request) => request.status)).toEqual([status, 200]);
  });

  test("a 429 carries its reason and when to come back", async () => {
    nextCreate({ fault: "429", retryAfterSeconds: 90, reason: "public_api_space_request_rate_limit" });
    const { headers, body } = await create();
    expect(headers.get("retry-after")).toBe("90");
    expect(body.additional_data).toEqual({
      rate_limit_reason: "public_api_space_request_rate_limit",
      retry_after: "90",
    });
  });

  test("a 502 is HTML", async () => {
    nextCreate("502-html");
    const response = await world.notion.fetch(
      new Request("https://api.notion.com/v1/pages", { method: "POST" }),
    );
    expect([response.status, response.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect(await response.text()).toContain("<html>");
  });
});

describe("503 after the commit", () => {
  test("names the new page", async () => {
    nextCreate("503-after-commit");
    const { status, body } = await create();
    expect([status, body.code]).toEqual([503, "service_unavailable"]);
    expect(body.additional_data).toMatchObject({
      committed_resource_id: world.notion.pages("rows")[0]?.id,
      retry_guidance: [expect.stringContaining("Do not repeat")],
    });
    expect(body.additional_data.committed_child_ids).toBeUndefined();
  });

  test("names the parent and the appended blocks", async () => {
    const { id } = world.notion.addPage("rows", {});
    world.notion.faults.next({ path: "/v1/blocks/:id/children" }, "503-after-commit");
    const { body } = await call(world.notion, "PATCH", `/v1/blocks/${id}/children`, {
      children: [{ paragraph: { rich_text: text("x") } }],
    });
    const children = world.notion.pages("rows")[0]!.children.map((block) => block.id);
    expect(body.additional_data).toMatchObject({ committed_resource_id: id, committed_child_ids: children });
  });

  test("has guidance but no id for an update, and neither for a read", async () => {
    const { id } = world.notion.addPage("rows", {});
    world.notion.faults.next({ times: 2 }, "503-after-commit");
    const update = await call(world.notion, "PATCH", `/v1/pages/${id}`, {
      properties: { Count: { number: 1 } },
    });
    expect(Object.keys(update.body.additional_data)).toEqual(["retry_guidance", "deadline_ms"]);
    expect(world.notion.pages("rows")[0]?.values.Count).toBe(1);
    const read = await call(world.notion, "GET", `/v1/pages/${id}`);
    expect(read.body).toMatchObject({ status: 503 });
    expect(read.body.additional_data).toBeUndefined();
  });

  test("a request that is refused stays refused", async () => {
    nextCreate("503-after-commit");
    expect((await call(world.notion, "POST", "/v1/pages", { parent: {} })).status).toBe(400);
  });
});

describe("no answer", () => {
  test.each([
    ["timeout-before-commit", 0],
    ["timeout-after-commit", 1],
  ] as const)("%s keeps still until the caller gives up", async (fault, committed) => {
    nextCreate(fault);
    const deadline = new AbortController();
    const answer = create(deadline.signal);
    await settle();
    expect(pages()).toBe(committed);
    deadline.abort(new Error("too long"));
    await expect(answer).rejects.toThrow("too long");
    expect(world.notion.requests[0]?.status).toBe(null);
  });

  test("a caller who never gives up gets a 504 in the end", async () => {
    nextCreate({ fault: "timeout-after-commit", forMs: 60_000 });
    const answer = create();
    await settle();
    world.clock.advance(60_000);
    expect((await answer).body).toMatchObject({ status: 504, code: "gateway_timeout" });
  });

  test.each([
    ["reset-before-commit", 0],
    ["reset-after-commit", 1],
  ] as const)("%s breaks the connection", async (fault, committed) => {
    nextCreate(fault);
    await expect(create()).rejects.toThrow(ConnectionReset);
    expect(pages()).toBe(committed);
  });
});

describe("a slow body", () => {
  const request = (signal: AbortSignal) =>
    new Request("https://api.notion.com/v1/users/me", {
      headers: { authorization: "Bearer secret", "notion-version": "2026-03-11" },
      signal,
    });

  test("ends when its time has come", async () => {
    world.notion.faults.next({}, { fault: "slow-body", forMs: 5_000 });
    const response = await world.notion.fetch(request(new AbortController().signal));
    expect(response.status).toBe(200);
    const body = response.json();
    await settle();
    world.clock.advance(5_000);
    expect(await body).toMatchObject({ type: "bot" });
  });

  test("breaks off when the caller gives up", async () => {
    world.notion.faults.next({}, "slow-body");
    const deadline = new AbortController();
    const response = await world.notion.fetch(request(deadline.signal));
    const body = response.text();
    deadline.abort(new Error("too long"));
    await expect(body).rejects.toThrow("too long");
  });
});

describe("aiming", () => {
  test("a fault waits for its request, and faults queue", async () => {
    world.notion.faults.next({ path: /\/query$/ }, "500");
    nextCreate("429");
    nextCreate("409");
    expect([(await create()).status, (await create()).status, (await create()).status]).toEqual([
      429, 409, 200,
    ]);
    const query = `/v1/data_sources/${world.notion.databases.rows.dataSourceId}/query`;
    expect((await call(world.notion, "POST", query, {})).status).toBe(500);
  });

  test("times repeats it, clear takes it back", async () => {
    world.notion.faults.next({ times: Number.POSITIVE_INFINITY }, "503");
    expect([(await create()).status, (await create()).status]).toEqual([503, 503]);
    world.notion.faults.clear();
    expect((await create()).status).toBe(200);
  });

  test("random faults repeat with their seed and keep to their probability", async () => {
    const run = async (seed: number) => {
      world = setUp();
      world.notion.faults.random({ probability: 0.5, faults: ["429", "500"], seed });
      const statuses: number[] = [];
      for (let index = 0; index < 100; index++) statuses.push((await create()).status);
      return statuses;
    };
    const statuses = await run(7);
    expect(await run(7)).toEqual(statuses);
    expect(await run(8)).not.toEqual(statuses);
    const faulty = statuses.filter((status) => status !== 200).length;
    expect(faulty).toBeGreaterThan(30);
    expect(faulty).toBeLessThan(70);
    expect(pages()).toBeGreaterThan(0);
  });
});
