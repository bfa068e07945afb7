import type { ActivityKey, ImportState } from "@openphone-notion/core";
import type { StateMutant } from "./state-mutant.js";

/** Saves something else under the id of an import, made from what was there and what is saved. */
const saving = (worse: (before: ImportState, state: ImportState) => ImportState): StateMutant["breaks"] => {
  return ({ saveImport }, data) => ({
    saveImport: (state) => {
      const before = data.imports.get(state.id);
      return saveImport(before ? worse(before, state) : state);
    },
  });
};

/** Stores that keep the wrong account of runs and imports, or forget the wrong part of it. */
export const ledgerMutants: readonly StateMutant[] = [
  {
    name: "shows the oldest runs first",
    caughtBy: "history/runs: the last",
    breaks: ({ history }) => ({
      history: async (key, limit) => (await history(key, Number.POSITIVE_INFINITY)).reverse().slice(0, limit),
    }),
  },
  {
    name: "shows runs by the clock",
    caughtBy: "history/runs: the last",
    breaks: ({ history }) => ({
      history: async (key, limit) => (await history(key, limit)).sort((a, b) => b.at - a.at),
    }),
  },
  {
    name: "shows all runs whatever the limit",
    caughtBy: "history/runs: the last",
    breaks: ({ history }) => ({ history: (key) => history(key, Number.POSITIVE_INFINITY) }),
  },
  {
    name: "keeps the last run alone",
    caughtBy: "history/runs: the last",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, settlement, now);
        data.history.set(lease.key, (data.history.get(lease.key) ?? []).slice(-1));
      },
    }),
  },
  {
    name: "shows the runs of every activity whose key begins alike",
    caughtBy: "history/runs: those of one",
    breaks: (_good, data) => ({
      history: async (key) =>
        [...data.history].filter(([other]) => other.startsWith(key)).flatMap(([, runs]) => runs),
    }),
  },
  {
    name: "writes a run down before it looks at the lease",
    caughtBy: "history/runs: one that failed",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        const runs = data.history.get(lease.key) ?? [];
        await settle(lease, settlement, now).finally(() => {
          data.history.set(lease.key, [...runs, { ...settlement.history, at: now }]);
        });
      },
    }),
  },
  {
    name: "an import that is known is not saved again",
    caughtBy: "imports/save: again",
    breaks: saving((before) => before),
  },
  {
    name: "saves the progress of an import and nothing else",
    caughtBy: "imports/save: again",
    breaks: saving((before, { progress }) => ({ ...before, progress })),
  },
  {
    name: "mixes the progress of an import with that of before",
    caughtBy: "imports/save: again",
    breaks: saving((before, state) => ({
      ...state,
      progress: { ...(before.progress as object), ...(state.progress as object) },
    })),
  },
  {
    name: "saves an import only when it is younger",
    caughtBy: "imports/save: again",
    breaks: saving((before, state) => (state.updatedAt < before.updatedAt ? before : state)),
  },
  {
    name: "keeps the last import alone",
    caughtBy: "imports/save: one leaves",
    breaks: ({ saveImport }, data) => ({
      saveImport: async (state) => {
        data.imports.clear();
        return saveImport(state);
      },
    }),
  },
  {
    name: "shows imports in the order of their saving",
    caughtBy: "imports/order",
    breaks: (_good, data) => ({
      imports: async (limit) => [...data.imports.values()].reverse().slice(0, limit),
    }),
  },
  {
    name: "shows the oldest imports first",
    caughtBy: "imports/order",
    breaks: ({ imports }) => ({
      imports: async (limit) => (await imports(Number.POSITIVE_INFINITY)).reverse().slice(0, limit),
    }),
  },
  {
    name: "shows the imports saved last first",
    caughtBy: "imports/order",
    breaks: ({ imports }) => ({
      imports: async (limit) =>
        (await imports(Number.POSITIVE_INFINITY)).sort((a, b) => b.updatedAt - a.updatedAt).slice(0, limit),
    }),
  },
  {
    name: "shares the state of an import with the caller",
    caughtBy: "imports/copies",
    breaks: (_good, data) => ({
      imports: async (limit) => [...data.imports.values()].slice(0, limit),
    }),
  },
  {
    name: "retention leaves the history",
    caughtBy: "purge/history",
    breaks: ({ purge }, data) => ({
      purge: async (options) => {
        const history = [...data.history];
        const purged = await purge(options);
        for (const [key, runs] of history) data.history.set(key, runs);
        return { ...purged };
      },
    }),
  },
  {
    name: "retention forgets activities that have been still for long",
    caughtBy: "purge/history",
    breaks: ({ purge }, data) => ({
      purge: async (options) => {
        const still: ActivityKey[] = [];
        for (const { state } of data.activities.values())
          if (state.updatedAt < options.before) still.push(state.key);
        for (const key of still) data.activities.delete(key);
        return purge(options);
      },
    }),
  },
  {
    name: "retention forgets an import that runs",
    caughtBy: "purge/imports",
    breaks: ({ purge }, data) => ({
      purge: async (options) => {
        for (const state of data.imports.values()) state.status = "done";
        return purge(options);
      },
    }),
  },
  {
    name: "retention goes by the start of an import",
    caughtBy: "purge/imports",
    breaks: ({ purge }, data) => ({
      purge: async (options) => {
        for (const state of data.imports.values()) state.updatedAt = state.startedAt;
        return purge(options);
      },
    }),
  },
  {
    name: "retention counts what it leaves",
    caughtBy: "purge/history",
    breaks: ({ purge }, data) => ({
      purge: async (options) => {
        const purged = await purge(options);
        return { ...purged, history: purged.history + data.history.size };
      },
    }),
  },
  {
    name: "retention goes beyond what it was told in one go",
    caughtBy: "purge/limit",
    breaks: ({ purge }) => ({
      purge: (options) => purge({ ...options, limit: Number.POSITIVE_INFINITY }),
    }),
  },
  {
    name: "retention deletes look-ups and does not count them, so that the rest is left",
    caughtBy: "purge/limit",
    breaks: ({ purge }) => ({ purge: async (options) => ({ ...(await purge(options)), lookups: 0 }) }),
  },
];
