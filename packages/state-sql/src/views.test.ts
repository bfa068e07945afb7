import { expect, test } from "vitest";
import { aContact, anEvent, aSettlement, NOW, opened } from "../../testing/src/state/suite/samples.js";
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

test("canvas_cache_stats counts what was looked up by what is known of it now, and who answered", async () => {
  const driver = await migratedDriver();
  const store = createSqlStateStore({ driver });
  await store.putContacts([aContact({ identifiers: ["+15555550123", "dana@example.com"] })], NOW);
  await store.receive([anEvent({ id: "a" })]);
  const { lease } = await opened(store);
  const contacts = [
    { identifier: "+15555550123", pageIds: ["page-1"] },
    { identifier: "+15555550124", pageIds: [], asked: true },
  ];
  await store.settle(lease, aSettlement({ contacts }), NOW);
  expect(await query(driver, "select * from canvas_cache_stats")).toEqual([
    { connection: "default", entries: 2, found: 1, none: 1, hits: 1, misses: 1 },
  ]);
});
