import type { ActivityState } from "@openphone-notion/core";
import { pause } from "./mutant.js";
import { markProcessed, type StateMutant, tamper } from "./state-mutant.js";

/** After a good settle, puts back what the activity said before of `names`. */
const keeping =
  (...names: (keyof ActivityState)[]): StateMutant["breaks"] =>
  ({ settle }, data) => ({
    settle: async (lease, settlement, now) => {
      const before = { ...data.activities.get(lease.key)?.state };
      await settle(lease, settlement, now);
      tamper(data, lease.key, Object.fromEntries(names.map((name) => [name, before[name]])));
    },
  });

/** After a good failure, lays `changes` over it. */
const failing =
  (changes: (before: ActivityState) => Partial<ActivityState>): StateMutant["breaks"] =>
  ({ fail }, data) => ({
    fail: async (lease, failure, now) => {
      const before = { ...data.activities.get(lease.key)?.state } as ActivityState;
      await fail(lease, failure, now);
      tamper(data, lease.key, changes(before));
    },
  });

const nothing = undefined as never;

/** Stores that commit the end of a run wrongly. */
export const outcomeMutants: readonly StateMutant[] = [
  {
    name: "settles in two steps: events, then outcome",
    caughtBy: "atomic/settle",
    breaks: ({ settle, renew }, data) => ({
      settle: async (lease, settlement, now) => {
        await renew(lease, { leaseMs: 0, now });
        markProcessed(data, lease.key, settlement.processedEventIds);
        await pause();
        await settle(lease, settlement, now);
      },
    }),
  },
  {
    name: "settles in two steps: outcome, then events",
    caughtBy: "atomic/settle",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, { ...settlement, processedEventIds: [] }, now);
        await pause();
        markProcessed(data, lease.key, settlement.processedEventIds);
      },
    }),
  },
  {
    name: "settles the events before it looks at the lease",
    caughtBy: "fencing/settle",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        markProcessed(data, lease.key, settlement.processedEventIds);
        await settle(lease, settlement, now);
      },
    }),
  },
  {
    name: "keeps half of a settle that is refused midway",
    caughtBy: "atomic/settle: one that is refused",
    breaks: ({ settle, renew }, data) => ({
      settle: async (lease, settlement, now) => {
        await renew(lease, { leaseMs: 0, now });
        markProcessed(data, lease.key, settlement.processedEventIds);
        await settle(lease, settlement, now);
      },
    }),
  },
  {
    name: "processes events that arrived after the open",
    caughtBy: "settle/meanwhile",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, settlement, now);
        markProcessed(data, lease.key);
      },
    }),
  },
  {
    name: "does not look whether events arrived meanwhile",
    caughtBy: "settle/meanwhile",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, settlement, now);
        tamper(data, lease.key, { dueAt: settlement.dueAt as number });
      },
    }),
  },
  {
    name: "forgets the page when the settlement names none",
    caughtBy: "settle/page",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, settlement, now);
        tamper(data, lease.key, { pageId: settlement.pageId as string });
      },
    }),
  },
  { name: "keeps the intent after a settle", caughtBy: "settle/clears", breaks: keeping("intent") },
  { name: "keeps counting attempts after a settle", caughtBy: "settle/clears", breaks: keeping("attempts") },
  { name: "keeps the error after a settle", caughtBy: "settle/clears", breaks: keeping("errorCode") },
  { name: "stays urgent for ever", caughtBy: "settle/priority", breaks: keeping("priority") },
  {
    name: "processes events of other keys",
    caughtBy: "settle/processed",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, settlement, now);
        for (const id of settlement.processedEventIds) {
          const event = data.events.get(id);
          if (event) event.processed = true;
        }
      },
    }),
  },
  {
    name: "processes 100 events of a settlement",
    caughtBy: "settle/many",
    breaks: ({ settle }) => ({
      settle: (lease, settlement, now) =>
        settle(lease, { ...settlement, processedEventIds: settlement.processedEventIds.slice(0, 100) }, now),
    }),
  },
  {
    name: "does not give the lease back",
    caughtBy: "settle/outcome",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, settlement, now);
        data.activities.get(lease.key)!.lease = { owner: lease.owner, until: lease.expiresAt };
      },
    }),
  },
  {
    name: "gives the lease back before the failure is recorded",
    caughtBy: "atomic/fail",
    breaks: ({ fail }, data) => ({
      fail: async (lease, failure, now) => {
        const activity = data.activities.get(lease.key);
        const held = activity?.lease;
        if (activity) delete activity.lease;
        await pause();
        if (activity && held && activity.fence === lease.fence) activity.lease = held;
        await fail(lease, failure, now);
      },
    }),
  },
  {
    name: "a failure drops the intent",
    caughtBy: "failure/intent",
    breaks: failing(() => ({ intent: nothing })),
  },
  {
    name: "takes the time of an event for that of the error",
    caughtBy: "failure/error",
    breaks: ({ receive }, data) => ({
      receive: async (events) => {
        const stored = await receive(events);
        for (const { key, receivedAt } of events)
          if (key && data.activities.get(key)?.state.errorAt) tamper(data, key, { errorAt: receivedAt });
        return stored;
      },
    }),
  },
  {
    name: "a failure drops the record",
    caughtBy: "failure/retry",
    breaks: failing(() => ({ record: nothing })),
  },
  {
    name: "a failure makes what Notion shows pending again",
    caughtBy: "failure/retry",
    breaks: failing(({ status }) => ({ status: status === "trashed" ? "pending" : status })),
  },
  {
    name: "counts every failure as an attempt",
    caughtBy: "failure/attempts",
    breaks: failing(({ attempts }) => ({ attempts: attempts + 1 })),
  },
  {
    name: "a failure gives its events up",
    caughtBy: "failure/retry",
    breaks: ({ fail }, data) => ({
      fail: async (lease, failure, now) => {
        await fail(lease, failure, now);
        markProcessed(data, lease.key);
      },
    }),
  },
  {
    name: "what is parked stays due",
    caughtBy: "parked/park",
    breaks: failing((before) => (before.dueAt === undefined ? {} : { dueAt: before.dueAt })),
  },
  {
    name: "a new event does not wake what is parked",
    caughtBy: "parked/new event",
    breaks: ({ receive }, data) => ({
      receive: async (events) => {
        const answers = await receive(events);
        for (const { key } of events) {
          if (key && data.activities.get(key)?.state.status === "parked")
            tamper(data, key, { dueAt: nothing });
        }
        return answers;
      },
    }),
  },
  {
    name: "a replay loses events",
    caughtBy: "parked/replay",
    breaks: ({ replay }, data) => ({
      replay: async (options) => {
        for (const { state } of data.activities.values()) {
          if (state.status === "parked") markProcessed(data, state.key);
        }
        return replay(options);
      },
    }),
  },
  {
    name: "a replay takes the first 100 names",
    caughtBy: "parked/replay",
    breaks: ({ replay }) => ({
      replay: ({ now, keys }) => replay({ now, ...(keys && { keys: keys.slice(0, 100) }) }),
    }),
  },
  {
    name: "a replay of none is a replay of all",
    caughtBy: "parked/replay",
    breaks: ({ replay }) => ({
      replay: ({ now, keys }) => replay({ now, ...(keys?.length ? { keys } : {}) }),
    }),
  },
];
