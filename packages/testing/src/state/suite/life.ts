import type { ActivityKey, Lease, StateStore } from "@openphone-notion/core";
import {
  aContact,
  aFailure,
  anEvent,
  anEventWithoutKey,
  anImport,
  aRow,
  aSettlement,
  KEY,
  LEASE_MS,
  MINUTE,
  NOW,
  PARK,
} from "./samples.js";

/** What a worker carries from one operation to the next. */
export interface Life {
  lease?: Lease;
  /** Ids of the events that each open has answered, and what each receive has answered. */
  seen: string[];
}

interface Step {
  name: string;
  run(store: StateStore, life: Life): Promise<unknown>;
}

const OTHER: ActivityKey = "message:AC2";

const open = (owner: string, now: number): Step["run"] => {
  return async (store, life) => {
    const result = await store.open(KEY, { owner, leaseMs: LEASE_MS, now });
    if (result.status !== "opened") throw new Error(`${KEY} is ${result.status}, not opened`);
    life.lease = result.lease;
    life.seen.push(`${owner}: ${result.events.map(({ id }) => id)}`);
  };
};

const receive = (...ids: string[]): Step["run"] => {
  return async (store, life) => {
    const events = ids.map((id) => (id === "contact" ? anEventWithoutKey(id) : anEvent({ id })));
    life.seen.push(`${await store.receive(events)}`);
  };
};

const LAST_IMPORT = anImport({ id: "one", progress: { done: 2 }, updatedAt: NOW + MINUTE });

/** The role is still held when its first owner's process has ended, and free when it has run out. */
async function claimLate(store: StateStore, life: Life): Promise<void> {
  for (const now of [NOW + LEASE_MS - 1, NOW + LEASE_MS])
    life.seen.push(`${await store.claim("drive", { owner: "three", leaseMs: LEASE_MS, now })}`);
}

/** One activity from its first event to its second success, with all that can happen in between; times only grow. */
export const lifeSteps: readonly Step[] = [
  { name: "receive", run: receive("a", "b", "contact") },
  {
    name: "receive of another key",
    run: (store) =>
      store.receive([anEvent({ id: "other", key: OTHER, priority: "critical", dueAt: NOW + 1 })]),
  },
  { name: "open", run: open("one", NOW + 2) },
  { name: "intend", run: (store, { lease }) => store.intend(lease!, { kind: "create", at: NOW + 3 }) },
  { name: "receive meanwhile", run: receive("c") },
  {
    name: "renew",
    run: async (store, life) => {
      life.lease = await store.renew(life.lease!, { leaseMs: LEASE_MS, now: NOW + 5 });
    },
  },
  {
    name: "settle",
    run: (store, { lease }) =>
      store.settle(lease!, aSettlement({ pageId: "page-1", processedEventIds: ["a", "b"] }), NOW + 6),
  },
  { name: "open again", run: open("two", NOW + 7) },
  {
    name: "fail",
    run: (store, { lease }) =>
      store.fail(lease!, aFailure({ intent: { kind: "append", at: NOW + 7 }, progress: { n: 1 } }), NOW + 8),
  },
  { name: "open a third time", run: open("three", NOW + MINUTE) },
  { name: "park", run: (store, { lease }) => store.fail(lease!, aFailure({ next: PARK }), NOW + MINUTE + 1) },
  { name: "receive of duplicates", run: receive("a", "c") },
  { name: "replay", run: (store) => store.replay({ now: NOW + MINUTE + 2 }) },
  { name: "open a last time", run: open("four", NOW + MINUTE + 3) },
  {
    name: "settle with more to do",
    run: (store, { lease }) =>
      store.settle(
        lease!,
        aSettlement({
          record: { n: 2 },
          processedEventIds: ["c"],
          dueAt: NOW + 9 * MINUTE,
          contacts: [
            { identifier: "+15555550123", pageIds: [] },
            { identifier: "+15555550125", pageIds: [], noneUntil: NOW + MINUTE },
          ],
        }),
        NOW + MINUTE + 4,
      ),
  },
  { name: "put cursor", run: (store) => store.putCursor("directory", "{}") },
  { name: "put cursor if absent", run: (store) => store.putCursor("directory", "late", { ifAbsent: true }) },
  {
    name: "put contacts",
    run: (store) =>
      store.putContacts(
        [aContact({ pageId: "jane" }), aContact({ pageId: "gone", createdAt: NOW - 1 })],
        NOW,
      ),
  },
  {
    name: "put a contact again",
    run: (store) => store.putContacts([aContact({ pageId: "jane" })], NOW + 1),
  },
  { name: "drop contacts", run: (store) => store.dropContacts(NOW + 1) },
  {
    name: "note none",
    run: (store) => store.noteNone(["+15555550124"], { until: NOW + MINUTE, now: NOW + 2 * MINUTE }),
  },
  {
    name: "relink",
    run: async (store, life) => {
      life.seen.push(JSON.stringify(await store.relink({ now: NOW + 2 * MINUTE, limit: 10 })));
    },
  },
  {
    name: "adopt",
    run: async (store, life) => {
      const rows = [
        aRow(),
        aRow({ key: OTHER, pageId: "page-2" }),
        aRow({ key: "call:AC3", pageId: "page-3" }),
      ];
      life.seen.push(`${await store.adopt(rows, NOW + 2 * MINUTE)}`);
    },
  },
  {
    name: "claim",
    run: async (store, life) => {
      const claim = (owner: string) => store.claim("drive", { owner, leaseMs: LEASE_MS, now: NOW });
      life.seen.push(`${await claim("one")},${await claim("two")}`);
    },
  },
  { name: "claim by another", run: (store, life) => claimLate(store, life) },
  { name: "save import", run: (store) => store.saveImport(anImport({ id: "one", progress: { done: 1 } })) },
  { name: "save import again", run: (store) => store.saveImport(LAST_IMPORT) },
  { name: "purge", run: (store) => store.purge({ before: NOW + 1, limit: 100 }) },
];

/** What all of it leads to, however often the process has ended on the way. */
export const LIFE_END = {
  state: {
    activity: {
      key: KEY,
      kind: "call",
      status: "synced",
      priority: "low",
      record: { n: 2 },
      progress: {},
      pageId: "page-1",
      attempts: 0,
      dueAt: NOW + 2 * MINUTE,
      relink: true,
      updatedAt: NOW + 2 * MINUTE,
    },
    health: { depth: 1, parked: 0, events: { stored: 1, waiting: 1 } },
    due: [
      { key: OTHER, priority: "critical", dueAt: NOW + 1 },
      { key: KEY, priority: "low", dueAt: NOW + 2 * MINUTE },
    ],
  },
  activities: [KEY, "call:AC3", OTHER],
  events: ["other"],
  history: [NOW + MINUTE + 4, NOW + 6],
  imports: [LAST_IMPORT],
  cursor: "{}",
  canvas: [
    { identifier: "+15555550123", pageIds: ["jane"], asOf: NOW + 1 },
    { identifier: "+15555550124", pageIds: [] },
    { identifier: "+15555550125", pageIds: [] },
  ],
  seen: [
    "stored,stored,stored",
    "one: a,b",
    "stored",
    "two: c",
    "three: c",
    "duplicate,duplicate",
    "four: c",
    '{"activities":1,"more":false}',
    "false,true,true",
    "true,false",
    "false",
    "true",
  ],
};
