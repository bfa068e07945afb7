import type { ActivityState } from "@openphone-notion/core";
import { type StateMutant, tamper } from "./state-mutant.js";

/** Also makes due what the good store leaves, where `tooMuch` says so. */
const alsoHastening =
  (
    tooMuch: (state: ActivityState, errorCodes: readonly string[], now: number) => boolean,
  ): StateMutant["breaks"] =>
  ({ hasten }, data) => ({
    async hasten({ now, errorCodes }) {
      const hastened = await hasten({ now, errorCodes });
      const others = [...data.activities.values()].filter(
        ({ state }) => state.dueAt !== now && tooMuch(state, errorCodes, now),
      );
      for (const { state } of others) tamper(data, state.key, { dueAt: now });
      return hastened + others.length;
    },
  });

/** After a good `hasten`, lays `changes` over what it made due. */
const hastening =
  (changes: Partial<ActivityState>): StateMutant["breaks"] =>
  ({ hasten }, data) => ({
    async hasten(options) {
      const before = new Map([...data.activities].map(([key, { state }]) => [key, state.dueAt]));
      const hastened = await hasten(options);
      for (const [key, { state }] of data.activities)
        if (state.dueAt !== before.get(key)) tamper(data, key, changes);
      return hastened;
    },
  });

const fits = ({ errorCode }: ActivityState, codes: readonly string[]): boolean =>
  errorCode !== undefined && codes.includes(errorCode);
const waits = ({ dueAt }: ActivityState, now: number): boolean => dueAt !== undefined && dueAt > now;
const nothing = undefined as never;

/** Stores that try too much again, or too little. */
export const hastenMutants: readonly StateMutant[] = [
  { name: "nothing is hastened", caughtBy: "hasten/waiting", breaks: () => ({ hasten: async () => 0 }) },
  {
    name: "hastens after the first of the errors only",
    caughtBy: "hasten/waiting",
    breaks: ({ hasten }) => ({
      hasten: ({ now, errorCodes }) => hasten({ now, errorCodes: errorCodes.slice(0, 1) }),
    }),
  },
  {
    name: "hastens after any error",
    caughtBy: "hasten/waiting",
    breaks: alsoHastening((state, _codes, now) => state.errorCode !== undefined && waits(state, now)),
  },
  {
    name: "hastening forgets the error",
    caughtBy: "hasten/waiting",
    breaks: hastening({ errorCode: nothing }),
  },
  { name: "hastening is a change", caughtBy: "hasten/waiting", breaks: hastening({ updatedAt: 1 }) },
  {
    name: "hastening puts off what is due",
    caughtBy: "hasten/due",
    breaks: alsoHastening((state, codes, now) => fits(state, codes) && (state.dueAt ?? now) < now),
  },
  {
    name: "hastening replays what is parked",
    caughtBy: "hasten/parked",
    breaks: alsoHastening((state, codes) => fits(state, codes) && state.status === "parked"),
  },
  {
    name: "hastens the event of what is parked",
    caughtBy: "hasten/parked",
    breaks: alsoHastening(
      (state, codes, now) => fits(state, codes) && state.status === "parked" && waits(state, now),
    ),
  },
  {
    name: "hastens what is unclear",
    caughtBy: "hasten/intent",
    breaks: alsoHastening((state, codes, now) => fits(state, codes) && !!state.intent && waits(state, now)),
  },
  {
    name: "hastens what is being worked on",
    caughtBy: "hasten/lease",
    breaks: alsoHastening((state, codes, now) => fits(state, codes) && !state.intent && waits(state, now)),
  },
  {
    name: "takes a lease that has run out for a live one",
    caughtBy: "hasten/lease",
    breaks: ({ hasten }, data) => ({
      async hasten(options) {
        const leased = [...data.activities.values()].filter(
          ({ lease, state }) => lease && waits(state, options.now),
        );
        const dueAt = leased.map(({ state }) => state.dueAt!);
        const hastened = await hasten(options);
        let kept = 0;
        for (const [at, { state }] of leased.entries()) {
          if (state.dueAt !== dueAt[at]) kept++;
          tamper(data, state.key, { dueAt: dueAt[at]! });
        }
        return hastened - kept;
      },
    }),
  },
];
