import type { StateStore } from "@openphone-notion/core";
import type { MemoryStateData } from "../state/memory-state-data.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";
import { pause } from "./mutant.js";
import { markProcessed, type StateMutant, tamper } from "./state-mutant.js";

const READS = new Set([
  "activity",
  "activities",
  "due",
  "events",
  "health",
  "figures",
  "history",
  "imports",
  "getCursor",
  "readCanvas",
  "canvasStats",
]);

/** Every operation of `store`, seen by `around` before it is carried out. */
function around(store: StateStore, before: (name: string, args: unknown[], go: () => unknown) => unknown) {
  return Object.fromEntries(
    Object.entries(store).map(([name, operation]) => [
      name,
      (...args: unknown[]) =>
        before(name, args, () => (operation as (...all: unknown[]) => unknown)(...args)),
    ]),
  ) as Partial<StateStore>;
}

/** Does `damage` whenever data are opened that have been opened before. */
function atRestart(
  damage: (good: StateStore, data: MemoryStateData) => Partial<StateStore>,
): StateMutant["breaks"] {
  const known = new WeakSet<MemoryStateData>();
  return (good, data) => {
    if (known.has(data)) return damage(good, data);
    known.add(data);
    return {};
  };
}

const MAPS = [
  ...(["events", "activities", "history", "roles", "imports", "cursors"] as const),
  ...(["contacts", "canvas", "links"] as const),
] as const;

/** What each store's data were before its last operation. */
const former = new WeakMap<MemoryStateData, MemoryStateData>();

/** Stores that do not keep, or do not show, what they were given. */
export const keepingMutants: readonly StateMutant[] = [
  {
    name: "reads stay as they were until the process itself writes",
    caughtBy: "processes/reads",
    breaks: (good) => {
      const answers = new Map<string, unknown>();
      return around(good, (name, args, go) => {
        if (!READS.has(name)) answers.clear();
        const question = JSON.stringify([name, args]);
        if (!answers.has(question)) answers.set(question, go());
        return answers.get(question);
      });
    },
  },
  {
    name: "reads are one write behind",
    caughtBy: "inbox/new activity",
    breaks: ({ activity }, data) => {
      const seen = new Map<string, Awaited<ReturnType<typeof activity>>>();
      return {
        activity: async (key) => {
          const before = seen.get(key);
          seen.set(key, structuredClone(data.activities.get(key)?.state));
          return before;
        },
      };
    },
  },
  {
    name: "keeps everything in the memory of its process",
    caughtBy: "crash/",
    breaks: atRestart(() => ({ ...createMemoryStateStore() })),
  },
  {
    name: "answers before the last operation is on the disk",
    caughtBy: "crash/between",
    breaks: (good, data) => {
      const lost = former.get(data);
      for (const name of MAPS) {
        if (!lost) break;
        data[name].clear();
        for (const [key, value] of lost[name]) (data[name] as Map<unknown, unknown>).set(key, value);
      }
      return around(good, (name, _args, go) => {
        if (!READS.has(name)) former.set(data, structuredClone(data));
        return go();
      });
    },
  },
  {
    name: "forgets leases at a restart",
    caughtBy: "crash/lease",
    breaks: atRestart((_good, data) => {
      for (const activity of data.activities.values()) delete activity.lease;
      return {};
    }),
  },
  {
    name: "forgets at a restart who has a role",
    caughtBy: "crash/between",
    breaks: atRestart((_good, data) => {
      data.roles.clear();
      return {};
    }),
  },
  {
    name: "forgets imports at a restart",
    caughtBy: "crash/between",
    breaks: atRestart((_good, data) => {
      data.imports.clear();
      return {};
    }),
  },
  {
    name: "forgets intents at a restart",
    caughtBy: "crash/",
    breaks: atRestart((_good, data) => {
      for (const key of data.activities.keys()) tamper(data, key, { intent: undefined as never });
      return {};
    }),
  },
  {
    name: "takes what waited at a restart for done",
    caughtBy: "crash/",
    breaks: atRestart((_good, data) => {
      for (const key of data.activities.keys()) markProcessed(data, key);
      return {};
    }),
  },
  {
    name: "looks whether a cursor is there, and puts it a moment later",
    caughtBy: "cursors/ifAbsent: of concurrent",
    breaks: ({ getCursor, putCursor }) => ({
      putCursor: async (name, value, options) => {
        const known = options?.ifAbsent ? await getCursor(name) : undefined;
        await pause();
        return known ?? putCursor(name, value);
      },
    }),
  },
  {
    name: "takes an empty cursor for none",
    caughtBy: "cursors/put",
    breaks: ({ getCursor }) => ({ getCursor: async (name) => (await getCursor(name)) || undefined }),
  },
  {
    name: "shares its objects with the caller",
    caughtBy: "settle/copies",
    breaks: (_good, data) => ({ activity: async (key) => data.activities.get(key)?.state }),
  },
  {
    name: "counts only what is overdue as waiting",
    caughtBy: "health/queue",
    breaks: ({ health, due }) => ({
      health: async (now) => ({
        ...(await health(now)),
        depth: (await due({ now, limit: Number.POSITIVE_INFINITY })).length,
      }),
    }),
  },
  {
    name: "counts what is only to be looked at again as waiting",
    caughtBy: "health/queue",
    breaks: ({ health }, data) => ({
      health: async (now) => ({
        ...(await health(now)),
        depth: [...data.activities.values()].filter(({ state }) => state.dueAt !== undefined).length,
      }),
    }),
  },
  {
    name: "works on after it was closed",
    caughtBy: "close/",
    breaks: () => ({ close: async () => {} }),
  },
];
