import { type StateMutant, tamper } from "./state-mutant.js";

/** Stores that let go of too much of what a dead worker held, or of too little. */
export const releaseMutants: readonly StateMutant[] = [
  { name: "nothing is released", caughtBy: "release/lease", breaks: () => ({ release: async () => 0 }) },
  {
    name: "releases one activity only",
    caughtBy: "release/many",
    breaks: ({ release }, data) => ({
      async release(owner) {
        const [, ...others] = [...data.activities.values()].filter(({ lease }) => lease?.owner === owner);
        const leases = others.map(({ lease }) => lease!);
        const released = await release(owner);
        for (const [index, activity] of others.entries()) activity.lease = leases[index]!;
        return released - others.length;
      },
    }),
  },
  {
    name: "releases the leases of everybody",
    caughtBy: "release/others",
    breaks: ({ release }, data) => ({
      async release(owner) {
        const released = await release(owner);
        for (const activity of data.activities.values()) delete activity.lease;
        return released;
      },
    }),
  },
  {
    name: "releases whoever's name begins alike",
    caughtBy: "release/others",
    breaks: ({ release }, data) => ({
      async release(owner) {
        for (const activity of data.activities.values())
          if (activity.lease?.owner.startsWith(owner)) activity.lease.owner = owner;
        return release(owner);
      },
    }),
  },
  {
    name: "a release takes the roles of others",
    caughtBy: "release/others",
    breaks: ({ release }, data) => ({
      async release(owner) {
        data.roles.clear();
        return release(owner);
      },
    }),
  },
  {
    name: "a release leaves the roles",
    caughtBy: "release/role",
    breaks: ({ release }, data) => ({
      async release(owner) {
        const roles = [...data.roles];
        const released = await release(owner);
        for (const [role, held] of roles) data.roles.set(role, held);
        return released;
      },
    }),
  },
  {
    name: "a release lets the fence begin again",
    caughtBy: "release/lease",
    breaks: ({ release }, data) => ({
      async release(owner) {
        for (const activity of data.activities.values())
          if (activity.lease?.owner === owner) activity.fence = 0;
        return release(owner);
      },
    }),
  },
  {
    name: "whoever was released may still settle",
    caughtBy: "release/late",
    breaks: ({ release, settle }, data) => ({
      release,
      async settle(lease, settlement, now) {
        const activity = data.activities.get(lease.key);
        if (activity && activity.fence === lease.fence)
          activity.lease ??= { owner: lease.owner, until: lease.expiresAt };
        return settle(lease, settlement, now);
      },
    }),
  },
  {
    name: "a release drops the intent",
    caughtBy: "release/lease",
    breaks: ({ release }, data) => ({
      async release(owner) {
        for (const { lease, state } of data.activities.values())
          if (lease?.owner === owner) tamper(data, state.key, { intent: undefined as never });
        return release(owner);
      },
    }),
  },
  {
    name: "a release is a change",
    caughtBy: "release/lease",
    breaks: ({ release }, data) => ({
      async release(owner) {
        for (const { lease, state } of data.activities.values())
          if (lease?.owner === owner) tamper(data, state.key, { updatedAt: 1 });
        return release(owner);
      },
    }),
  },
];
