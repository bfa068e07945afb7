import { type DailyReport, type HistoryRequest, type ImportState, SyncError } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createHttpApp } from "./app.js";

const token = "a token of tests";
const authorization = `Bearer ${token}`;

const imported: ImportState = {
  ...{ id: "import-1", kind: "import", status: "running", startedAt: 0, updatedAt: 60_000 },
  request: { since: 0, phoneNumbers: ["+15555550123"] },
  progress: { progress: { phase: "reading", read: 0.5 }, memory: { creating: ["call:AC1"] } },
};

const reported: DailyReport = {
  ...{ day: "2026-10-07", events: 2, runs: { created: 1 }, notionRequests: 1, durationMs: 250 },
  ...{ parked: 0, owed: 1 },
  now: { waiting: 0, parked: 0, canvas: { contacts: 1, entries: 1, found: 1, none: 0, hits: 1, misses: 0 } },
};

function setUp(start: (request: HistoryRequest) => Promise<"begun" | "busy"> = async () => "begun") {
  const asked: HistoryRequest[] = [];
  const app = createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
    admin: {
      token,
      replay: async () => 0,
      startImport: (request) => {
        asked.push(request);
        return start(request);
      },
      imports: async () => [imported],
      reports: async () => [reported],
      phoneState: async (id) => (id === "PN1" ? { id, runs: 3 } : undefined),
    },
  });
  const ask = async (path: string, init: RequestInit = {}) => {
    const request = new Request(`https://sync.example.com${path}`, { headers: { authorization }, ...init });
    const answer = await app.fetch(request);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const begin = (body: unknown, init: RequestInit = {}) =>
    ask("/admin/import", { method: "POST", body: JSON.stringify(body), ...init });
  return { asked, ask, begin };
}

test("an import is begun for the range that is named", async () => {
  const { asked, begin } = setUp();
  const since = Date.parse("2026-01-01T00:00:00Z");
  expect(await begin({ since: "2026-01-01T00:00:00Z" })).toEqual({ status: 202, body: { status: "begun" } });
  await begin({ since, until: since + 1, phoneNumbers: ["PN1"] });
  expect(asked).toEqual([{ since }, { since, until: since + 1, phoneNumbers: ["PN1"] }]);
});

test("one that makes no sense is refused, and so is one beside another", async () => {
  const { asked, begin } = setUp();
  for (const body of [null, {}, { since: "soon" }, { since: "2026-01-01", phoneNumbers: [] }, []]) {
    expect((await begin(body)).status).toBe(400);
  }
  expect(asked).toEqual([]);
  expect((await setUp(async () => "busy").begin({ since: 0 })).status).toBe(409);
  const wrong = new SyncError("invalid_configuration", "The range begins in the future.", { retry: "never" });
  expect(await setUp(() => Promise.reject(wrong)).begin({ since: 0 })).toEqual({
    status: 400,
    body: { error: { code: "invalid_range", message: "The range begins in the future." } },
  });
});

test("progress is shown without the keys and numbers that the work keeps for itself", async () => {
  const { ask } = setUp();
  const { status, body } = await ask("/admin/imports");
  expect(status).toBe(200);
  expect(body.imports).toEqual([
    {
      ...{ id: "import-1", kind: "import", status: "running" },
      ...{ startedAt: "1970-01-01T00:00:00.000Z", updatedAt: "1970-01-01T00:01:00.000Z" },
      progress: { phase: "reading", read: 0.5 },
    },
  ]);
});

test("the reports of days are shown", async () => {
  expect(await setUp().ask("/admin/reports")).toEqual({ status: 200, body: { reports: [reported] } });
});

test("the state of a number is shown", async () => {
  const { ask } = setUp();
  expect(await ask("/phone/PN1/state")).toEqual({ status: 200, body: { id: "PN1", runs: 3 } });
  expect((await ask("/phone/PN2/state")).status).toBe(404);
});

test("all of it only for the bearer of the token", async () => {
  const { asked, ask, begin } = setUp();
  const headers = { authorization: "Bearer somebody else's" };
  for (const path of ["/admin/imports", "/admin/reports", "/phone/PN1/state"]) {
    expect((await ask(path, { headers })).status).toBe(401);
  }
  expect((await begin({ since: 0 }, { headers })).status).toBe(401);
  expect(asked).toEqual([]);
});
