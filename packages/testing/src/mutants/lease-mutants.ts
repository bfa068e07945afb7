import { pause } from "./mutant.js";
import { acceptable, type StateMutant, tamper } from "./state-mutant.js";

/** Stores that let the wrong ones write, or find the wrong work. */
export const leaseMutants: readonly StateMutant[] = [
  {
    name: "leases without a fence",
    caughtBy: "overtaken/late",
    breaks: ({ renew, intend, settle, fail }, data) => ({
      renew: async (lease, options) => renew(acceptable(data, lease), options),
      intend: async (lease, intent) => intend(acceptable(data, lease), intent),
      settle: async (lease, settlement, now) => settle(acceptable(data, lease), settlement, now),
      fail: async (lease, failure, now) => fail(acceptable(data, lease), failure, now),
    }),
  },
  {
    name: "settle ignores the fence",
    caughtBy: "fencing/settle",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => settle(acceptable(data, lease), settlement, now),
    }),
  },
  {
    name: "fail ignores the fence",
    caughtBy: "fencing/fail",
    breaks: ({ fail }, data) => ({
      fail: async (lease, failure, now) => fail(acceptable(data, lease), failure, now),
    }),
  },
  {
    name: "intend ignores the fence",
    caughtBy: "fencing/intend",
    breaks: ({ intend }, data) => ({
      intend: async (lease, intent) => intend(acceptable(data, lease), intent),
    }),
  },
  {
    name: "renew ignores the fence",
    caughtBy: "fencing/renew",
    breaks: ({ renew }, data) => ({
      renew: async (lease, options) => renew(acceptable(data, lease), options),
    }),
  },
  {
    name: "compares the fence but not the owner",
    caughtBy: "fencing/settle: refused to another owner",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        const { owner } = acceptable(data, lease);
        await settle({ ...lease, owner }, settlement, now);
      },
    }),
  },
  {
    name: "the fence does not grow",
    caughtBy: "lease/fence",
    breaks: ({ open }, data) => ({
      open: async (key, options) => {
        const result = await open(key, options);
        if (result.status !== "opened") return result;
        data.activities.get(key)!.fence = 1;
        return { ...result, lease: { ...result.lease, fence: 1 } };
      },
    }),
  },
  {
    name: "the fence begins again after a settle",
    caughtBy: "lease/fence",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, settlement, now);
        data.activities.get(lease.key)!.fence = 0;
      },
    }),
  },
  {
    name: "looks whether a lease is free, and takes it a moment later",
    caughtBy: "lease/exclusive: of concurrent",
    breaks: ({ open }, data) => ({
      open: async (key, options) => {
        const lease = data.activities.get(key)?.lease;
        await pause();
        const activity = data.activities.get(key);
        if (activity && (!lease || lease.until <= options.now)) delete activity.lease;
        return open(key, options);
      },
    }),
  },
  {
    name: "gives an owner the lease that it already has",
    caughtBy: "lease/exclusive: the same owner",
    breaks: ({ open }, data) => ({
      open: async (key, options) => {
        const activity = data.activities.get(key);
        if (activity?.lease?.owner === options.owner) delete activity.lease;
        return open(key, options);
      },
    }),
  },
  {
    name: "a lease never ends by itself",
    caughtBy: "lease/expiry",
    breaks: ({ open }, data) => ({
      open: async (key, options) => {
        const lease = data.activities.get(key)?.lease;
        return lease ? { status: "busy", until: lease.until } : open(key, options);
      },
    }),
  },
  {
    name: "takes a lease that ends later than its own could for a mistake",
    caughtBy: "lease/clock",
    breaks: ({ open }, data) => ({
      open: async (key, options) => {
        const activity = data.activities.get(key);
        if (activity?.lease && activity.lease.until > options.now + options.leaseMs) delete activity.lease;
        return open(key, options);
      },
    }),
  },
  {
    name: "a renewal by a clock that was set back shortens the lease",
    caughtBy: "lease/renew",
    breaks: ({ renew }, data) => ({
      renew: async (lease, { leaseMs, now }) => {
        const renewed = await renew(lease, { leaseMs, now });
        data.activities.get(lease.key)!.lease!.until = now + leaseMs;
        return { ...renewed, expiresAt: now + leaseMs };
      },
    }),
  },
  {
    name: "drops the intent of a holder that vanished",
    caughtBy: "overtaken/takeover",
    breaks: ({ open }, data) => ({
      open: async (key, options) => {
        if (data.activities.get(key)?.lease) tamper(data, key, { intent: undefined as never });
        return open(key, options);
      },
    }),
  },
  {
    name: "finds work that another is at",
    caughtBy: "due/lease",
    breaks: ({ due }, data) => ({
      due: async (options) => {
        const leases = [...data.activities.values()].map((activity) => [activity, activity.lease] as const);
        for (const [activity] of leases) delete activity.lease;
        const found = due(options);
        for (const [activity, lease] of leases) if (lease) activity.lease = lease;
        return found;
      },
    }),
  },
  {
    name: "finds work in the order of its time alone",
    caughtBy: "due/order",
    breaks: ({ due }) => ({
      due: async (options) => (await due(options)).sort((a, b) => a.dueAt - b.dueAt),
    }),
  },
  {
    name: "finds no more than 100 at once",
    caughtBy: "due/many",
    breaks: ({ due }) => ({ due: ({ now, limit }) => due({ now, limit: Math.min(limit, 100) }) }),
  },
  {
    name: "finds work a millisecond early",
    caughtBy: "due/time",
    breaks: ({ due }) => ({ due: ({ now, limit }) => due({ now: now + 1, limit }) }),
  },
];
