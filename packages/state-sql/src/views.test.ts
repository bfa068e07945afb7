import { expect, test } from "vitest";
import { anEvent, aSettlement, NOW, opened } from "../../testing/src/state/suite/samples.js";
import { migratedDriver, query } from "./fixtures/temporary-database.js";
import { createSqlStateStore } from "./state-store.js";

test("sync_stats_today sums up the runs since midnight UTC", async () => {
  const driver = await migratedDriver();
  const store = createSqlStateStore({ driver });
  await store.receive([anEvent({ id: "a" })]);
  const today = Date.now();
  for (const [action, durationMs, at] of [
    ["created", 100, today],
    ["updated", 300, today],
    ["updated", 900, today - 25 * 3_600_000],
  ] as const) {
    const { lease } = await opened(store);
    await store.settle(lease, aSettlement({ history: { action, notionRequests: 2, durationMs } }), at);
  }
  expect(await query(driver, "select * from sync_stats_today")).toEqual([
    {
      connection: "default",
      runs: 2,
      created: 1,
      updated: 1,
      unchanged: 0,
      adopted: 0,
      skipped: 0,
      trashed: 0,
      notion_requests: 4,
      average_duration_ms: 200,
    },
  ]);
});

test("a run whose lease was lost leaves no history", async () => {
  const driver = await migratedDriver();
  const store = createSqlStateStore({ driver });
  await store.receive([anEvent({ id: "a" })]);
  const { lease } = await opened(store);
  await opened(store, { owner: "two", now: lease.expiresAt });
  await expect(store.settle(lease, aSettlement(), NOW)).rejects.toMatchObject({ code: "lease_lost" });
  expect(await query(driver, "select * from sync_history")).toEqual([]);
});

test("canvas_cache_stats counts entries by what they know, and hits", async () => {
  const driver = await migratedDriver();
  const store = createSqlStateStore({ driver });
  const found = { identifier: "+15555550123", pageIds: ["page-1"], expiresAt: NOW + 10 };
  const none = { identifier: "+15555550124", pageIds: [], expiresAt: NOW + 10 };
  await store.writeCanvas([found, none], NOW);
  await store.readCanvas([found.identifier, none.identifier, found.identifier, "+15555550125"], NOW);
  await store.readCanvas([found.identifier], NOW);
  await store.readCanvas([found.identifier], found.expiresAt);
  await store.writeCanvas([{ ...found, pageIds: ["page-2"] }], NOW);
  expect(await query(driver, "select * from canvas_cache_stats")).toEqual([
    { connection: "default", entries: 2, found: 1, none: 1, hits: 3 },
  ]);
});

test("an expired Canvas answer is dropped with the next write, unless that renews it", async () => {
  const driver = await migratedDriver();
  const store = createSqlStateStore({ driver });
  const entry = { identifier: "+15555550123", pageIds: ["page-1"], expiresAt: NOW };
  await store.writeCanvas([entry, { ...entry, identifier: "+15555550124" }], NOW - 1);
  await store.readCanvas([entry.identifier], NOW - 1);
  await store.writeCanvas([{ ...entry, expiresAt: NOW + 1 }], NOW);
  expect(await query(driver, "select identifier, hits from canvas_cache")).toEqual([
    { identifier: entry.identifier, hits: 1 },
  ]);
});
