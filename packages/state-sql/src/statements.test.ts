import type { ActivityKey, StateStore } from "@openphone-notion/core";
import { expect, test } from "vitest";
import {
  aContact,
  aFailure,
  anEvent,
  anImport,
  aRow,
  aSettlement,
  KEY,
  LEASE_MS,
  NOW,
} from "../../testing/src/state/suite/samples.js";
import { migratedDriver } from "./fixtures/temporary-database.js";
import type { SqlStatement } from "./sql-driver.js";
import { createSqlStateStore } from "./state-store.js";

const MANY = Array.from({ length: 333 }, (_, index) => `many-${index}`);

const STATUSES = ["pending", "synced", "skipped", "trashed", "parked"] as const;

/** Every operation with values that differ in everything but the length of lists. */
const OPERATIONS: Record<string, (store: StateStore, salt: number) => Promise<unknown>> = {
  receive: (store, salt) =>
    store.receive(
      MANY.map((id, n) => anEvent({ id: `${id}/${salt}`, key: `call:${id}${salt}`, dueAt: salt + n })),
    ),
  open: (store, salt) =>
    store.open(KEY, { owner: `owner-${salt}`, leaseMs: LEASE_MS + salt, now: NOW + salt }),
  renew: (store, salt) => store.renew(aLease(salt), { leaseMs: salt, now: NOW + salt }),
  intend: (store, salt) => store.intend(aLease(salt), { kind: "create", at: NOW + salt }),
  settle: (store, salt) =>
    store.settle(aLease(salt), aSettlement({ processedEventIds: MANY, dueAt: NOW + salt }), NOW + salt),
  fail: (store, salt) =>
    store.fail(aLease(salt), aFailure({ next: { action: "retry", dueAt: NOW + salt } }), NOW + salt),
  due: (store, salt) => store.due({ now: NOW + salt, limit: 10 + salt }),
  replay: (store, salt) =>
    store.replay({ now: NOW + salt, keys: MANY.map((id): ActivityKey => `call:${id}`) }),
  "replay all": (store, salt) => store.replay({ now: NOW + salt }),
  adopt: (store, salt) =>
    store.adopt(
      MANY.map((id) => aRow({ key: `call:${id}/${salt}`, pageId: `page-${salt}` })),
      NOW + salt,
    ),
  claim: (store, salt) =>
    store.claim(`role-${salt}`, { owner: `owner-${salt}`, leaseMs: LEASE_MS + salt, now: NOW + salt }),
  "claim no more": (store, salt) =>
    store.claim(`role-${salt}`, { owner: `owner-${salt}`, leaseMs: 0, now: NOW + salt }),
  activities: (store, salt) =>
    store.activities({
      keys: MANY.map((id): ActivityKey => `call:${id}/${salt}`),
      kind: salt === 1 ? "call" : "message",
      statuses: [...STATUSES, ...STATUSES].slice(salt, salt + STATUSES.length),
      updatedSince: NOW + salt,
      cursor: `call:${salt}`,
      limit: 10 + salt,
    }),
  events: (store, salt) =>
    store.events({
      key: `call:${salt}`,
      id: `EV${salt}`,
      failed: true,
      cursor: String(salt),
      limit: 10 + salt,
    }),
  "all events": (store, salt) => store.events({ limit: 10 + salt }),
  history: (store, salt) => store.history(`call:${salt}`, 10 + salt),
  saveImport: (store, salt) =>
    store.saveImport(anImport({ id: `import-${salt}`, updatedAt: NOW + salt, progress: { salt } })),
  imports: (store, salt) => store.imports(10 + salt),
  activity: (store, salt) => store.activity(`call:${salt}`),
  health: (store, salt) => store.health(NOW + salt),
  readCanvas: (store, salt) => store.readCanvas(MANY, NOW + salt),
  noteNone: (store, salt) => store.noteNone(MANY, { until: NOW + salt, now: NOW }),
  putContacts: (store, salt) =>
    store.putContacts(
      MANY.map((pageId) => aContact({ pageId, identifiers: [`${pageId}/${salt}`, `${salt}/${pageId}`] })),
      NOW + salt,
    ),
  dropContacts: (store, salt) => store.dropContacts(NOW + salt),
  relink: (store, salt) => store.relink({ now: NOW + salt, limit: 10 + salt }),
  canvasStats: (store) => store.canvasStats(),
  "settle with contacts": (store, salt) =>
    store.settle(
      aLease(salt),
      aSettlement({
        contacts: MANY.map((id) => ({ identifier: `${id}/${salt}`, pageIds: [`page-${salt}`] })),
      }),
      NOW + salt,
    ),
  getCursor: (store, salt) => store.getCursor(`name-${salt}`),
  putCursor: (store, salt) => store.putCursor(`name-${salt}`, `value-${salt}`),
  purge: (store, salt) => store.purge(NOW + salt),
};

const aLease = (salt: number) => ({ key: KEY, owner: `owner-${salt}`, fence: salt, expiresAt: NOW + salt });

for (const [name, operate] of Object.entries(OPERATIONS)) {
  test(`${name}: one batch, at most 100 values a statement, and none of them in its text`, async () => {
    const driver = await migratedDriver();
    const batches: (readonly SqlStatement[])[] = [];
    const store = createSqlStateStore({
      driver: {
        ...driver,
        batch(statements) {
          batches.push(statements);
          return driver.batch(statements);
        },
      },
    });
    // Half of them hold no lease, and say so; what counts here is what they asked of the database.
    for (const salt of [1, 2])
      await operate(store, salt).catch((error) => expect(error.code).toBe("lease_lost"));

    const [first = [], second = [], ...more] = batches;
    expect(more).toEqual([]);
    expect(first.length).toBeGreaterThan(0);
    expect(Math.max(...first.map(({ parameters }) => parameters.length))).toBeLessThanOrEqual(100);
    expect(second.map(({ sql }) => sql)).toEqual(first.map(({ sql }) => sql));
  });
}
