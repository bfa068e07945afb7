import { pause } from "./mutant.js";
import { type StateMutant, tamper } from "./state-mutant.js";

const nothing = undefined as never;

/** Stores that take over rows of Notion wrongly. */
export const adoptMutants: readonly StateMutant[] = [
  {
    name: "an adopted row takes the place of a page that is known",
    caughtBy: "adopt/page: one that is known",
    breaks: ({ adopt }, data) => ({
      adopt: async (rows, now) => {
        for (const { key } of rows) tamper(data, key, { pageId: nothing });
        return adopt(rows, now);
      },
    }),
  },
  {
    name: "adopts although a create may have happened",
    caughtBy: "adopt/intent",
    breaks: ({ adopt }, data) => ({
      adopt: async (rows, now) => {
        const intents = rows.map(({ key }) => data.activities.get(key)?.state.intent);
        for (const { key } of rows) tamper(data, key, { intent: nothing });
        const taken = adopt(rows, now);
        rows.forEach(({ key }, index) => {
          tamper(data, key, { intent: intents[index]! });
        });
        return taken;
      },
    }),
  },
  {
    name: "adopts what another is at work on",
    caughtBy: "adopt/lease: an activity in work",
    breaks: ({ adopt }) => ({ adopt: (rows) => adopt(rows, Number.POSITIVE_INFINITY) }),
  },
  {
    name: "adopts a millisecond before the lease ends",
    caughtBy: "adopt/lease: an activity in work",
    breaks: ({ adopt }) => ({ adopt: (rows, now) => adopt(rows, now + 1) }),
  },
  {
    name: "lets a holder go on that has not seen the adopted page",
    caughtBy: "adopt/lease: whoever",
    breaks: ({ adopt }, data) => ({
      adopt: async (rows, now) => {
        const leases = rows.map(({ key }) => data.activities.get(key)?.lease);
        const taken = await adopt(rows, now);
        rows.forEach(({ key }, index) => {
          const lease = leases[index];
          if (lease) data.activities.get(key)!.lease = lease;
        });
        return taken;
      },
    }),
  },
  {
    name: "makes due what it adopts",
    caughtBy: "adopt/unknown",
    breaks: ({ adopt }, data) => ({
      adopt: async (rows, now) => {
        const taken = await adopt(rows, now);
        for (const { key } of rows) tamper(data, key, { dueAt: now });
        return taken;
      },
    }),
  },
  {
    name: "takes what it adopts for synced",
    caughtBy: "adopt/known",
    breaks: ({ adopt }, data) => ({
      adopt: async (rows, now) => {
        const taken = await adopt(rows, now);
        rows.forEach(({ key }, index) => {
          if (taken[index]) tamper(data, key, { status: "synced" });
        });
        return taken;
      },
    }),
  },
  {
    name: "adopts only what is unknown",
    caughtBy: "adopt/known",
    breaks: ({ adopt }, data) => ({
      adopt: async (rows, now) => {
        const isNew = rows.map(({ key }) => !data.activities.has(key));
        await adopt(
          rows.filter((_, index) => isNew[index]),
          now,
        );
        return isNew;
      },
    }),
  },
  {
    name: "of several rows with one key the last counts",
    caughtBy: "adopt/page: of several",
    breaks: ({ adopt }) => ({
      adopt: async (rows, now) => (await adopt(rows.toReversed(), now)).reverse(),
    }),
  },
  {
    name: "says that it took every row",
    caughtBy: "adopt/page",
    breaks: ({ adopt }) => ({
      adopt: async (rows, now) => (await adopt(rows, now)).map(() => true),
    }),
  },
  {
    name: "adopts row by row",
    caughtBy: "atomic/adopt: nobody sees",
    breaks: ({ adopt }) => ({
      adopt: async (rows, now) => {
        const taken: boolean[] = [];
        for (const row of rows) {
          taken.push(...(await adopt([row], now)));
          if (taken.length % 40 === 0) await pause();
        }
        return taken;
      },
    }),
  },
  {
    name: "a call that is refused has adopted the rows before",
    caughtBy: "atomic/adopt: a call that is refused",
    breaks: ({ adopt }) => ({
      adopt: async (rows, now) => {
        const taken: boolean[] = [];
        for (const row of rows) taken.push(...(await adopt([row], now)));
        return taken;
      },
    }),
  },
  {
    name: "looks whether there is a page, and adopts a moment later",
    caughtBy: "adopt/concurrent: of two",
    breaks: ({ adopt }, data) => ({
      adopt: async (rows, now) => {
        const free = rows.filter(({ key }) => data.activities.get(key)?.state.pageId === undefined);
        await pause();
        for (const { key } of free) tamper(data, key, { pageId: nothing });
        return adopt(rows, now);
      },
    }),
  },
  {
    name: "looks whether there is a lease, and adopts a moment later",
    caughtBy: "adopt/concurrent: whoever",
    breaks: ({ adopt }, data) => ({
      adopt: async (rows, now) => {
        const free = rows.filter(({ key }) => data.activities.get(key)?.lease === undefined);
        await pause();
        const leases = free.map(({ key }) => data.activities.get(key)?.lease);
        for (const { key } of free) delete data.activities.get(key)?.lease;
        const taken = await adopt(rows, now);
        free.forEach(({ key }, index) => {
          const lease = leases[index];
          if (lease) data.activities.get(key)!.lease = lease;
        });
        return taken;
      },
    }),
  },
  {
    name: "adopts 1,000 rows of a call and says it took all",
    caughtBy: "many/adopt",
    breaks: ({ adopt }) => ({
      adopt: async (rows, now) => {
        const taken = await adopt(rows.slice(0, 1_000), now);
        return rows.map((_, index) => taken[index] ?? index % 2 === 1);
      },
    }),
  },
];
