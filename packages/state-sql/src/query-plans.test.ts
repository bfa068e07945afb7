import type { StateStore } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { aContact, aSettlement, KEY, LEASE_MS, NOW } from "../../testing/src/state/suite/samples.js";
import { migratedDriver } from "./fixtures/temporary-database.js";
import { createSqlStateStore } from "./state-store.js";

const aLease = { key: KEY, owner: "one", fence: 1, expiresAt: NOW };
const OPEN = { owner: "one", leaseMs: LEASE_MS, now: NOW };

/** How SQLite says that it will go about each statement of `operate`. */
async function plansOf(operate: (store: StateStore) => Promise<unknown>): Promise<string[]> {
  const driver = await migratedDriver();
  const plans: string[] = [];
  const store = createSqlStateStore({
    driver: {
      ...driver,
      async batch(statements, options) {
        for (const { sql, parameters } of statements) {
          const [plan] = await driver.batch([{ sql: `explain query plan ${sql}`, parameters }]);
          plans.push(...(plan?.rows ?? []).map(({ detail }) => String(detail)));
        }
        return driver.batch(statements, options);
      },
    },
  });
  await operate(store).catch((error) => expect(error.code).toBe("lease_lost"));
  expect(plans).not.toEqual([]);
  return plans;
}

const pages: Record<string, (store: StateStore) => Promise<unknown>> = {
  "all events": (store) => store.events({ cursor: "9", limit: 9 }),
  "events of an activity": (store) => store.events({ key: KEY, cursor: "9", limit: 9 }),
  "all activities": (store) => store.activities({ cursor: KEY, limit: 9 }),
  "parked activities": (store) => store.activities({ statuses: ["parked"], cursor: KEY, limit: 9 }),
  history: (store) => store.history(KEY, 9),
};

for (const [name, read] of Object.entries(pages)) {
  test(`a page of ${name} is found without sorting the rest`, async () => {
    expect((await plansOf(read)).filter((plan) => plan.includes("TEMP B-TREE"))).toEqual([]);
  });
}

const purge = (store: StateStore) => store.purge({ before: NOW, limit: 9 });

const readers: Record<string, [index: string, read: (store: StateStore) => Promise<unknown>]> = {
  "events of an activity": ["webhook_events_activity", pages["events of an activity"]!],
  "failed events": ["webhook_events_waiting", (store) => store.events({ failed: true, limit: 9 })],
  "parked activities": ["activities_parked", pages["parked activities"]!],
  history: ["sync_history_activity", pages.history!],
  open: ["webhook_events_waiting", (store) => store.open(KEY, OPEN)],
  "links of an activity that is opened": ["canvas_links_activity", (store) => store.open(KEY, OPEN)],
  settle: ["webhook_events_waiting", (store) => store.settle(aLease, aSettlement(), NOW)],
  "contacts of a page": ["canvas_contacts_page", (store) => store.putContacts([aContact()], NOW)],
  "links of an activity": [
    "canvas_links_activity",
    (store) => store.settle(aLease, aSettlement({ contacts: [] }), NOW),
  ],
  hasten: ["activities_failed", (store) => store.hasten({ now: NOW, errorCodes: ["notion_not_found"] })],
  release: ["activities_due", (store) => store.release("one")],
  health: ["webhook_events_waiting", (store) => store.health(NOW)],
  "retention of events": ["webhook_events_processed", purge],
  "retention of history": ["sync_history_at", purge],
  "events of a day": ["webhook_events_processed", (store) => store.figures({ from: NOW, to: NOW + 1 })],
  "runs of a day": ["sync_history_at", (store) => store.figures({ from: NOW, to: NOW + 1 })],
};

for (const [name, [index, read]] of Object.entries(readers)) {
  test(`${name}: goes by ${index}`, async () => {
    expect((await plansOf(read)).join()).toContain(index);
  });
}
