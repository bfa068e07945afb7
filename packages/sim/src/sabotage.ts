import { defaultMapping, type StateStore, SyncError, text } from "@openphone-notion/core";
import type { Rule } from "./findings.ts";
import type { Mode, Sabotage } from "./world.ts";

/** Something broken on purpose, and what the simulation has to say of it. */
export interface Mutant {
  name: string;
  /** One of these is found. */
  breaks: readonly Rule[];
  mode: Mode;
  /** Made anew for each world. */
  make(): Sabotage;
}

const store = (change: (store: StateStore) => Partial<StateStore>) => (): Sabotage => ({
  store: (whole) => ({ ...whole, ...change(whole) }),
});

/** Says "now" to every `n`th call. */
const every = (n: number) => {
  let calls = 0;
  return () => ++calls % n === 0;
};

export const mutants: readonly Mutant[] = [
  {
    name: "intents are not written",
    breaks: ["two-live-pages"],
    mode: "safety",
    make: store(() => ({ async intend() {} })),
  },
  {
    name: "a lease is given to everybody and no write checks its fence",
    breaks: ["two-live-pages"],
    mode: "safety",
    make: store((whole) => {
      const latest = new Map<string, Parameters<StateStore["renew"]>[0]>();
      const anyLease = <L extends { key: string }>(lease: L) => latest.get(lease.key) as unknown as L;
      return {
        async open(key, options) {
          const opened = await whole.open(key, { ...options, leaseMs: 0 });
          if (opened.status !== "opened") return opened;
          latest.set(key, opened.lease);
          return { ...opened, lease: { ...opened.lease, expiresAt: options.now + options.leaseMs } };
        },
        renew: async (lease, { leaseMs, now }) => ({ ...lease, expiresAt: now + leaseMs }),
        intend: (lease, intent) => whole.intend(anyLease(lease), intent).catch(() => {}),
        settle: (lease, settlement, now) => whole.settle(anyLease(lease), settlement, now).catch(() => {}),
        fail: (lease, failure, now) => whole.fail(anyLease(lease), failure, now).catch(() => {}),
      };
    }),
  },
  {
    name: "an event is acknowledged and then forgotten",
    breaks: ["acknowledged-event-not-stored"],
    mode: "safety",
    make: store((whole) => {
      const now = every(10);
      return { receive: async (events) => (now() ? events.map(() => "stored") : whole.receive(events)) };
    }),
  },
  {
    name: "an event is marked as known before it is stored",
    breaks: ["acknowledged-event-not-stored"],
    mode: "safety",
    make: store((whole) => {
      const known = new Set<string>();
      const fails = every(5);
      return {
        async receive(events) {
          if (events.every(({ id }) => known.has(id))) return events.map(() => "duplicate");
          for (const { id } of events) known.add(id);
          if (fails()) throw new SyncError("store_unavailable", "The store is away.", { retry: "now" });
          return whole.receive(events);
        },
      };
    }),
  },
  {
    name: "a settle marks events that came while it worked",
    breaks: ["event-missing-from-record"],
    mode: "safety",
    make: store((whole) => {
      const known = new Map<string, string[]>();
      return {
        async receive(events) {
          const answer = await whole.receive(events);
          for (const { id, key = "" } of events) known.set(key, [...(known.get(key) ?? []), id]);
          return answer;
        },
        settle: (lease, settlement, now) =>
          whole.settle(lease, { ...settlement, processedEventIds: known.get(lease.key) ?? [] }, now),
      };
    }),
  },
  {
    name: "a settle in two steps, of which the second is sometimes missing",
    breaks: ["event-missing-from-record"],
    mode: "safety",
    make: store((whole) => {
      const now = every(6);
      return {
        async settle(lease, settlement, at) {
          const before = (await whole.activity(lease.key))?.record;
          return whole.settle(lease, now() && before ? { ...settlement, record: before } : settlement, at);
        },
      };
    }),
  },
  {
    name: "nothing is ever due",
    breaks: ["not-drained"],
    mode: "liveness",
    make: store(() => ({ due: async () => [] })),
  },
  {
    name: "nobody is told that a contact has changed",
    breaks: ["contact-differs"],
    mode: "liveness",
    make: store(() => ({ relink: async () => ({ activities: 0, more: false }) })),
  },
  {
    name: "what was read later is taken for what was read earlier",
    breaks: ["contact-differs"],
    mode: "liveness",
    make: store((whole) => ({ putContacts: (contacts, asOf) => whole.putContacts(contacts, -asOf) })),
  },
  {
    name: "a settle forgets which contacts it used",
    breaks: ["contact-differs"],
    mode: "liveness",
    make: store((whole) => ({
      settle: (lease, { contacts: _, ...settlement }, now) => whole.settle(lease, settlement, now),
    })),
  },
  {
    name: "a request is thought to be over when its caller has gone",
    breaks: ["two-live-pages"],
    mode: "safety",
    make: () => ({ engine: { timings: { requestLifeMs: 0 } } }),
  },
  {
    name: "queries are thought to show everything at once",
    breaks: ["two-live-pages"],
    mode: "safety",
    make: () => ({ engine: { timings: { queryLagMs: 0 } } }),
  },
  {
    name: "a column of the user's is written",
    breaks: ["user-property-changed"],
    mode: "safety",
    make: () => ({
      engine: {
        mapping: {
          ...defaultMapping,
          calls: { ...defaultMapping.calls, Notes: text((call) => call.status) },
        },
      },
    }),
  },
];
