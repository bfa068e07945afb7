import type { StateStore } from "@openphone-notion/core";
import type { MemoryStateData } from "../state/memory-state-data.js";
import { pause } from "./mutant.js";
import { type StateMutant, tamper } from "./state-mutant.js";

type Settle = StateStore["settle"];
type Relink = StateStore["relink"];

const settling =
  (worse: (settle: Settle, data: MemoryStateData) => Settle): StateMutant["breaks"] =>
  ({ settle }, data) => ({ settle: worse(settle, data) });

const relinking =
  (worse: (relink: Relink, data: MemoryStateData) => Relink): StateMutant["breaks"] =>
  ({ relink }, data) => ({ relink: worse(relink, data) });

/** What is changed of the activities that a `relink` has named. */
const afterwards = (
  change: (data: MemoryStateData, key: Parameters<typeof tamper>[1], now: number) => void,
): StateMutant["breaks"] =>
  relinking((relink, data) => async (options) => {
    const before = new Map([...data.activities].map(([key, { relinkFence }]) => [key, relinkFence]));
    const answer = await relink(options);
    for (const [key, { relinkFence }] of data.activities) {
      if (relinkFence !== undefined && before.get(key) !== relinkFence) change(data, key, options.now);
    }
    return answer;
  });

/** Stores that forget whom a change of contacts concerns. */
export const relinkMutants: readonly StateMutant[] = [
  {
    name: "nobody is ever told",
    caughtBy: "relink/waiting",
    breaks: relinking(() => async () => ({ activities: 0, more: false })),
  },
  {
    name: "only those are told that had a contact",
    caughtBy: "relink/waiting",
    breaks: settling((settle) => (lease, settlement, now) => {
      const { contacts, ...others } = settlement;
      const found = contacts?.filter(({ pageIds }) => pageIds.length > 0);
      return settle(lease, { ...others, ...(found && { contacts: found }) }, now);
    }),
  },
  {
    name: "only those are told that had none",
    caughtBy: "relink/linked",
    breaks: settling((settle) => (lease, settlement, now) => {
      const { contacts, ...others } = settlement;
      const none = contacts?.filter(({ pageIds }) => pageIds.length === 0);
      return settle(lease, { ...others, ...(none && { contacts: none }) }, now);
    }),
  },
  {
    name: "what is dropped is told to nobody",
    caughtBy: "relink/linked",
    breaks: ({ dropContacts }, { changed }) => ({
      async dropContacts(asOf) {
        const before = new Set(changed);
        const answer = await dropContacts(asOf);
        for (const identifier of changed) if (!before.has(identifier)) changed.delete(identifier);
        return answer;
      },
    }),
  },
  {
    name: "a told activity keeps its priority",
    caughtBy: "relink/waiting",
    breaks: afterwards((data, key) => tamper(data, key, { priority: "standard" })),
  },
  {
    name: "a told activity is not due",
    caughtBy: "relink/waiting",
    breaks: afterwards((data, key) => tamper(data, key, { dueAt: undefined as never })),
  },
  {
    name: "a told activity does not say why it is due",
    caughtBy: "relink/waiting",
    breaks: ({ open, activity }) => {
      const without = <T extends object>(state: T): T => {
        const copy: T & { relink?: unknown } = { ...state };
        delete copy.relink;
        return copy;
      };
      return {
        async open(key, options) {
          const opened = await open(key, options);
          return opened.status === "opened" ? { ...opened, activity: without(opened.activity) } : opened;
        },
        activity: async (key) => {
          const state = await activity(key);
          return state && without(state);
        },
      };
    },
  },
  {
    name: "every activity is told, whatever its number",
    caughtBy: "relink/others",
    breaks: relinking((relink, data) => async (options) => {
      for (const key of data.activities.keys()) tamper(data, key, { dueAt: options.now });
      return relink(options);
    }),
  },
  {
    name: "compares contacts as a list, not as a set",
    caughtBy: "relink/others",
    breaks: settling((settle, { links, changed }) => async (lease, settlement, now) => {
      await settle(lease, settlement, now);
      for (const { identifier, pageIds } of settlement.contacts ?? []) {
        links.get(lease.key)?.set(identifier, pageIds.join());
        changed.add(identifier);
      }
    }),
  },
  {
    name: "tells the same change again and again",
    caughtBy: "relink/once",
    breaks: relinking((relink, { links, changed }) => async (options) => {
      const before = [...links].map(([key, used]) => [key, new Map(used)] as const);
      const answer = await relink(options);
      for (const [key, used] of before) {
        for (const identifier of used.keys()) changed.add(identifier);
        links.set(key, used);
      }
      return answer;
    }),
  },
  {
    name: "tells of a change that was undone",
    caughtBy: "relink/forth and back",
    breaks: relinking((relink, data) => async (options) => {
      const changed = [...data.changed];
      const answer = await relink(options);
      const concerned = changed.flatMap((identifier) => [...(data.linkedBy.get(identifier) ?? [])]);
      return { ...answer, activities: new Set(concerned).size };
    }),
  },
  {
    name: "trusts that nothing changed between look-up and settle",
    caughtBy: "relink/settle: contacts that changed",
    breaks: settling((settle, { changed }) => async (lease, settlement, now) => {
      const before = new Set(changed);
      await settle(lease, settlement, now);
      for (const identifier of changed) if (!before.has(identifier)) changed.delete(identifier);
    }),
  },
  {
    name: "adds contacts to those used before",
    caughtBy: "relink/settle: takes the place",
    breaks: settling((settle, { links, linkedBy }) => async (lease, settlement, now) => {
      const before = [...(links.get(lease.key) ?? [])];
      await settle(lease, settlement, now);
      for (const [identifier, pages] of before) {
        if (links.get(lease.key)?.has(identifier)) continue;
        links.get(lease.key)?.set(identifier, pages);
        linkedBy.get(identifier)?.add(lease.key);
      }
    }),
  },
  {
    name: "a settle without contacts forgets them",
    caughtBy: "relink/settle: takes the place",
    breaks: settling(
      (settle) => (lease, settlement, now) => settle(lease, { contacts: [], ...settlement }, now),
    ),
  },
  {
    name: "a settle that is refused leaves its contacts behind",
    caughtBy: "relink/settle: one whose lease",
    breaks: settling((settle, { links, linkedBy }) => async (lease, settlement, now) => {
      for (const { identifier, pageIds } of settlement.contacts ?? []) {
        links.set(lease.key, new Map([[identifier, pageIds.join()]]));
        linkedBy.set(identifier, new Set([lease.key]));
      }
      return settle(lease, settlement, now);
    }),
  },
  {
    name: "takes a run that was under way for the one that is wanted",
    caughtBy: "relink/meanwhile: one that is at work",
    breaks: afterwards(({ activities }, key) => {
      const activity = activities.get(key);
      if (activity?.relinkFence !== undefined) activity.relinkFence -= 1;
    }),
  },
  {
    name: "the wish stays when it is satisfied",
    caughtBy: "relink/meanwhile: one that is at work",
    breaks: settling((settle, { activities }) => async (lease, settlement, now) => {
      const wanted = activities.get(lease.key)?.relinkFence;
      await settle(lease, settlement, now);
      const activity = activities.get(lease.key);
      if (wanted === undefined || !activity) return;
      activity.relinkFence = wanted;
      activity.state = { ...activity.state, relink: true, dueAt: now };
    }),
  },
  {
    name: "a failure forgets the wish",
    caughtBy: "relink/meanwhile: a failure",
    breaks: ({ fail }, data) => ({
      async fail(lease, failure, now) {
        await fail(lease, failure, now);
        delete data.activities.get(lease.key)?.relinkFence;
        tamper(data, lease.key, { relink: undefined as never });
      },
    }),
  },
  {
    name: "a re-link puts off or degrades what is more urgent",
    caughtBy: "relink/sooner: what is due anyway",
    breaks: afterwards((data, key, now) => tamper(data, key, { priority: "low", dueAt: now })),
  },
  {
    name: "a re-link waits for what is owed later",
    caughtBy: "relink/sooner: what is only owed",
    breaks: relinking((relink, data) => async (options) => {
      const before = new Map([...data.activities].map(([key, { state }]) => [key, state.dueAt]));
      const answer = await relink(options);
      for (const [key, dueAt] of before) if (dueAt !== undefined) tamper(data, key, { dueAt });
      return answer;
    }),
  },
  {
    name: "wakes what is parked, skipped or trashed",
    caughtBy: "relink/at rest: what is parked",
    breaks: relinking((relink, data) => async (options) => {
      const resting = [...data.activities].filter(([, { state }]) =>
        ["parked", "skipped", "trashed"].includes(state.status),
      );
      for (const [key, { state }] of resting)
        tamper(data, key, { status: "synced", dueAt: state.dueAt as never });
      return relink(options);
    }),
  },
  {
    name: "passes over one that is parked although it is being tried again",
    caughtBy: "relink/at rest: one that is parked",
    breaks: relinking((relink, data) => async (options) => {
      const tried = [...data.activities.values()].filter(
        ({ state, lease }) => state.status === "parked" && lease,
      );
      const leases = tried.map(({ lease }) => lease);
      for (const activity of tried) delete activity.lease;
      const answer = await relink(options);
      for (const [index, activity] of tried.entries()) activity.lease = leases[index]!;
      return answer;
    }),
  },
  {
    name: "tells more than it was asked to",
    caughtBy: "relink/batches: a contact",
    breaks: relinking(
      (relink) =>
        ({ now }) =>
          relink({ now, limit: Number.MAX_SAFE_INTEGER }),
    ),
  },
  {
    name: "says that all are told after the first batch",
    caughtBy: "relink/batches: a contact",
    breaks: relinking((relink) => async (options) => ({ ...(await relink(options)), more: false })),
  },
  {
    name: "forgets the other identifiers once it has told of some",
    caughtBy: "relink/batches: of hundreds",
    breaks: relinking((relink, { changed }) => async (options) => {
      const answer = await relink(options);
      if (answer.more) for (const identifier of [...changed].slice(1)) changed.delete(identifier);
      return { ...answer, more: changed.size > 0 };
    }),
  },
  {
    name: "what is to be told is gone after a restart",
    caughtBy: "relink/crash",
    breaks: (() => {
      const known = new WeakSet<MemoryStateData>();
      return (_good, data) => {
        if (known.has(data)) data.changed.clear();
        known.add(data);
        return {};
      };
    })(),
  },
  {
    name: "looks whom to tell, and tells a moment later",
    caughtBy: "relink/processes",
    breaks: relinking((relink, data) => async (options) => {
      const links = new Map([...data.links].map(([key, used]) => [key, new Map(used)]));
      const changed = [...data.changed];
      await pause();
      for (const [key, used] of links) data.links.set(key, used);
      for (const identifier of changed) data.changed.add(identifier);
      return relink(options);
    }),
  },
];
