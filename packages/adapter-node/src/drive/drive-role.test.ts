import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DueActivity, type StateStore, silentLogger } from "@openphone-notion/core";
import { createManualClock, createMemoryStateStore } from "@openphone-notion/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDriveRole } from "./drive-role.js";

let folders: string[];
beforeEach(() => {
  folders = [];
});
afterEach(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "drive-role-"));
  folders.push(made);
  return made;
}

const clock = createManualClock(Date.parse("2026-11-01T00:00:00Z"));

/** A process that wants to drive; `dataDir` stands for the machine, `store` is what all share. */
function wanting(store: StateStore, dataDir: string, owner = "a process") {
  const role = createDriveRole({ store, dataDir, owner, clock, logger: silentLogger });
  const told: string[] = [];
  const start = () =>
    role.start({
      begin: () => void told.push("begin"),
      end: async () => void told.push("end"),
    });
  return { role, told, start };
}

/** Has `owner` work on an activity of its own. */
async function underWay(store: StateStore, owner: string): Promise<void> {
  const [now, key] = [clock.now(), `call:${owner}` as const];
  const event = { id: key, eventId: key, type: "call.completed", system: "legacy", body: "{}" };
  await store.receive([{ ...event, key, priority: "standard", receivedAt: now, dueAt: now }]);
  expect((await store.open(key, { owner, leaseMs: 120_000, now })).status).toBe("opened");
}

/** Timers and the promises behind them. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("one of two on a machine drives; when it stops the other takes over within seconds", async () => {
  const store = createMemoryStateStore();
  const dataDir = await folder();
  const [first, second] = [wanting(store, dataDir), wanting(store, dataDir)];
  expect([await first.start(), await second.start()]).toEqual([true, false]);
  await pass(60);
  expect(second.role.failure).toBeUndefined();
  expect([first.told, second.told]).toEqual([["begin"], []]);
  await first.role.stop();
  await pass(2);
  expect([first.told, second.told]).toEqual([["begin", "end"], ["begin"]]);
  await second.role.stop();
});

test("between machines the lease decides, and lapses when its holder dies", async () => {
  const store = createMemoryStateStore();
  let dead = false;
  const dying: StateStore = {
    ...store,
    claim: (role, options) => (dead ? new Promise(() => {}) : store.claim(role, options)),
  };
  const [first, second] = [wanting(dying, await folder()), wanting(store, await folder())];
  expect([await first.start(), await second.start()]).toEqual([true, false]);
  await pass(30);
  expect(second.told).toEqual([]);
  dead = true;
  await pass(12);
  expect(second.told).toEqual([]);
  await pass(6);
  expect(second.told).toEqual(["begin"]);
  await second.role.stop();
});

test("who cannot renew stops before another may begin", async () => {
  const store = createMemoryStateStore();
  let broken = false;
  const failing: StateStore = {
    ...store,
    claim: async (role, options) => {
      if (broken) throw new Error("no state");
      return store.claim(role, options);
    },
  };
  const { role, told, start } = wanting(failing, await folder());
  await start();
  broken = true;
  await pass(20);
  expect(told).toEqual(["begin", "end"]);
  expect(role.held).toBe(false);
  broken = false;
  await pass(2);
  expect(told).toEqual(["begin", "end", "begin"]);
  await role.stop();
});

test("what the last process on this machine was at when it died is free for the next, before that begins", async () => {
  const store = createMemoryStateStore();
  const dataDir = await folder();
  const [first, second] = [wanting(store, dataDir, "first"), wanting(store, dataDir, "second")];
  await first.start();
  for (const owner of ["first", "elsewhere"]) await underWay(store, owner);
  // The lock is gone, as when the operating system ends it; its leases are not.
  await first.role.stop();
  let free: Promise<DueActivity[]> | undefined;
  await second.role.start({
    begin: () => {
      free = store.due({ now: clock.now(), limit: 10 });
    },
    end: async () => {},
  });
  expect((await free)?.map(({ key }) => key)).toEqual(["call:first"]);
  await second.role.stop();
});

test("a process that cannot let go of what the last one was at begins when it can", async () => {
  const store = createMemoryStateStore();
  const dataDir = await folder();
  const first = wanting(store, dataDir, "first");
  await first.start();
  await first.role.stop();
  let broken = true;
  const failing: StateStore = {
    ...store,
    release: async (owner) => {
      if (broken) throw new Error("no state");
      return store.release(owner);
    },
  };
  const second = wanting(failing, dataDir, "second");
  expect(await second.start()).toBe(false);
  expect(second.role.failure).toMatchObject({ code: "internal" });
  broken = false;
  await pass(2);
  expect(second.role.failure).toBeUndefined();
  expect(second.told).toEqual(["begin"]);
  await second.role.stop();
});
