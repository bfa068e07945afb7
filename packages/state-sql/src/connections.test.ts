import { expect, test } from "vitest";
import {
  aContact,
  aFailure,
  anEvent,
  anImport,
  aRow,
  aSettlement,
  KEY,
  known,
  LEASE_MS,
  lookedUp,
  MINUTE,
  NOW,
  opened,
  PARK,
} from "../../testing/src/state/suite/samples.js";
import { migratedDriver } from "./fixtures/temporary-database.js";
import { createSqlStateStore } from "./state-store.js";

async function twoConnections() {
  const driver = await migratedDriver();
  return [createSqlStateStore({ driver }), createSqlStateStore({ driver, connection: "second" })] as const;
}

test("one connection sees nothing of another", async () => {
  const [first, second] = await twoConnections();
  await first.receive([anEvent({ id: "a" })]);
  await first.putCursor("calls", "1");
  await lookedUp(first, [{ identifier: "+15555550123", pageIds: [], noneUntil: NOW + 1 }]);
  await first.fail((await opened(first)).lease, aFailure(), NOW);

  expect(await second.activity(KEY)).toBe(undefined);
  expect(await second.open(KEY, { owner: "one", leaseMs: LEASE_MS, now: NOW })).toEqual({ status: "absent" });
  expect(await second.due({ now: NOW * 2, limit: 10 })).toEqual([]);
  expect(await second.health(NOW)).toEqual({ depth: 0, parked: 0, events: { stored: 0, waiting: 0 } });
  expect(await second.getCursor("calls")).toBe(undefined);
  expect(await second.readCanvas(["+15555550123"], NOW)).toEqual([]);
});

test("one connection neither lists nor holds anything of another", async () => {
  const [first, second] = await twoConnections();
  await first.receive([anEvent({ id: "a" })]);
  await first.fail((await opened(first)).lease, aFailure(), NOW);
  await first.settle((await opened(first)).lease, aSettlement(), NOW);
  await first.saveImport(anImport({ id: "one" }));
  expect(await first.claim("drive", { owner: "one", leaseMs: LEASE_MS, now: NOW })).toBe(true);

  expect(await second.activities({ limit: 10 })).toEqual({ activities: [] });
  expect(await second.activities({ keys: [KEY], limit: 10 })).toEqual({ activities: [] });
  for (const query of [{}, { key: KEY }, { id: "a" }, { failed: true }])
    expect(await second.events({ ...query, limit: 10 })).toEqual({ events: [] });
  expect(await second.history(KEY, 10)).toEqual([]);
  expect(await second.figures({ from: NOW, to: NOW + 1 })).toMatchObject({ events: 0, runs: {} });
  expect(await second.imports(10)).toEqual([]);
  expect(await second.claim("drive", { owner: "two", leaseMs: LEASE_MS, now: NOW })).toBe(true);
});

test("one connection does not fail because another's activity of the same key does", async () => {
  const [first, second] = await twoConnections();
  for (const store of [first, second]) await store.receive([anEvent({ id: "a" })]);
  await first.fail((await opened(first)).lease, aFailure(), NOW);
  expect((await first.events({ failed: true, limit: 10 })).events.length).toBe(1);
  expect(await second.events({ failed: true, limit: 10 })).toEqual({ events: [] });
});

test("one connection adopts, saves and purges beside another, with the same ids and keys", async () => {
  const [first, second] = await twoConnections();
  expect(await first.adopt([aRow()], NOW)).toEqual([true]);
  expect(await second.adopt([aRow({ pageId: "theirs" })], NOW)).toEqual([true]);
  expect((await known(first)).pageId).toBe("found-1");
  for (const store of [first, second]) {
    await store.saveImport(anImport({ id: "one", status: "done" }));
    await store.settle((await opened(store)).lease, aSettlement(), NOW);
  }
  expect(await first.purge({ before: NOW + 1, limit: 100 })).toEqual({
    events: 0,
    history: 1,
    imports: 1,
    lookups: 0,
  });
  expect((await second.imports(10)).length).toBe(1);
  expect((await second.history(KEY, 10)).length).toBe(1);
});

test("one connection changes nothing of another, with the same ids and keys", async () => {
  const [first, second] = await twoConnections();
  for (const store of [first, second])
    expect(await store.receive([anEvent({ id: "a" })])).toEqual(["stored"]);
  const { lease: ours, events } = await opened(first);
  expect(events.length).toBe(1);
  const theirs = (await opened(second)).lease;
  expect(theirs).toEqual(ours);
  await first.settle(ours, aSettlement({ processedEventIds: ["a"] }), NOW);
  expect((await known(first)).dueAt).toBe(undefined);
  await second.intend(theirs, { kind: "create", at: NOW });
  await second.fail(theirs, aFailure({ next: PARK }), NOW);
  await first.putCursor("calls", "1");
  await second.putCursor("calls", "2");
  await second.putContacts([aContact()], NOW);
  await first.putContacts([aContact({ identifiers: [] })], NOW + 9);

  expect(await first.replay({ now: NOW })).toBe(0);
  expect((await second.purge({ before: NOW + 1, limit: 100 })).events).toBe(0);
  expect((await first.purge({ before: NOW + 1, limit: 100 })).events).toBe(1);
  expect(await known(second)).toMatchObject({ status: "parked" });
  expect((await second.health(NOW)).events).toEqual({ stored: 1, waiting: 1 });
  expect((await second.readCanvas(aContact().identifiers, NOW))[0]?.pageIds).toEqual(["page-1"]);
  expect(await first.getCursor("calls")).toBe("1");
});

test("one connection's contacts are not looked up, dropped, told of or counted by another", async () => {
  const [first, second] = await twoConnections();
  const contacts = [{ identifier: "+15555550123", pageIds: [] }];
  for (const store of [first, second]) {
    await store.receive([anEvent({ id: "a" })]);
    await store.settle((await opened(store)).lease, aSettlement({ processedEventIds: ["a"], contacts }), NOW);
  }
  await first.putContacts([aContact()], NOW);
  expect(await second.relink({ now: NOW, limit: 9 })).toEqual({ activities: 0, more: false });
  expect(await second.dropContacts(NOW + 1)).toEqual([]);
  expect((await second.canvasStats()).contacts).toBe(0);
  await second.purge({ before: NOW + 1, limit: 100 });
  expect((await first.canvasStats()).hits).toBe(1);
  expect(await first.relink({ now: NOW, limit: 9 })).toEqual({ activities: 1, more: false });
  expect((await known(second)).relink).toBe(undefined);
});

test("one connection hastens nothing of another, with the same keys", async () => {
  const [first, second] = await twoConnections();
  for (const store of [first, second]) {
    await store.receive([anEvent({ id: "a" })]);
    await store.fail((await opened(store)).lease, aFailure(), NOW);
  }
  expect(await first.hasten({ now: NOW, errorCodes: [aFailure().errorCode] })).toBe(1);
  expect((await known(second)).dueAt).toBe(NOW + MINUTE);
});

test("one connection releases nothing of another, with the same keys and owners", async () => {
  const [first, second] = await twoConnections();
  for (const store of [first, second]) {
    await store.receive([anEvent({ id: "a" })]);
    await opened(store);
    await store.claim("drive", { owner: "one", leaseMs: LEASE_MS, now: NOW });
  }
  expect(await first.release("one")).toBe(1);
  const other = { owner: "two", leaseMs: LEASE_MS, now: NOW };
  expect((await second.open(KEY, other)).status).toBe("busy");
  expect(await second.claim("drive", other)).toBe(false);
});

test("closing one store leaves the driver to the others", async () => {
  const [first, second] = await twoConnections();
  await first.close();
  expect(await second.receive([anEvent({ id: "a" })])).toEqual(["stored"]);
});
