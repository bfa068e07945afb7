import type { ActivityKey, MediaInNotion, StateStore } from "@openphone-notion/core";
import { createManualClock, createMemoryStateStore, createMemoryStorage } from "@openphone-notion/testing";
import { createBenchEngine } from "./bench-engine.ts";
import { type BenchNotion, benchNotion } from "./bench-notion.ts";
import type { Arrival } from "./request-scenarios.ts";
import { signEvents } from "./sign-events.ts";

/** An engine on a clock of its own that does one thing at a time, so that every run does and counts the same. */
export interface StepwiseEngine {
  notion: BenchNotion;
  /** Delivers webhooks at their time, and works until nothing is left to do. */
  play(arrivals: readonly Arrival[]): Promise<void>;
  /** Reads all contacts, as the schedule does. */
  readContacts(): Promise<unknown>;
  /** Requests of every kind so far, by the activity whose turn it was: a look-up or a schema is its to pay. */
  requests: ReadonlyMap<ActivityKey, number>;
  /** Operations of the state store so far, to take in events and to work on them, and how many events there were. */
  roundTrips: { readonly ingress: number; readonly engine: number; readonly events: number };
  /** Events that are not reflected, and activities that were given up. */
  unfinished(): Promise<number>;
}

export interface StepwiseOptions {
  /** An empty one; default: in memory. */
  store?: StateStore;
  /** How Notion shows files. Default `link`. */
  inNotion?: MediaInNotion;
}

export function createStepwiseEngine({ inNotion, ...options }: StepwiseOptions = {}): StepwiseEngine {
  const clock = createManualClock();
  const roundTrips = { ingress: 0, engine: 0, events: 0 };
  let asking: "ingress" | "engine" = "ingress";
  // On SQL each operation is one batch, so one round trip: packages/state-sql asserts it, on D1 too.
  const store = counted(options.store ?? createMemoryStateStore(), () => void roundTrips[asking]++);
  const notion = benchNotion({ clock });
  const requests = new Map<ActivityKey, number>();
  /** When each dirty key may be worked on. */
  const dirty = new Map<ActivityKey, number>();
  const engine = createBenchEngine({
    ...{ store, notion, clock },
    ...(inNotion ? { inNotion } : {}),
    storage: createMemoryStorage(),
    queue: {
      async send(messages) {
        for (const { key, delayMs } of messages) markDirty(key, delayMs);
      },
    },
  });

  function markDirty(key: ActivityKey, delayMs = 0): void {
    dirty.set(key, Math.min(clock.now() + delayMs, dirty.get(key) ?? Number.POSITIVE_INFINITY));
  }

  async function work(key: ActivityKey): Promise<void> {
    dirty.delete(key);
    const before = notion.counts.requests;
    asking = "engine";
    const again = await engine.consume({ key, priority: "standard" });
    asking = "ingress";
    requests.set(key, (requests.get(key) ?? 0) + notion.counts.requests - before);
    if (again) markDirty(key, again.retryAfterMs);
  }

  async function moveTo(time: number): Promise<void> {
    if (time > clock.now()) await clock.advance(time - clock.now());
  }

  async function workUntil(end: number): Promise<void> {
    for (;;) {
      const [next] = [...dirty].sort(([, a], [, b]) => a - b);
      if (!next || next[1] > end) return;
      await moveTo(next[1]);
      await work(next[0]);
    }
  }

  return {
    notion,
    requests,
    roundTrips,
    readContacts: async () => engine.canvas?.refresh(),
    async play(arrivals) {
      const startedAt = clock.now();
      for (const { atMs, event } of arrivals) {
        await workUntil(startedAt + atMs);
        await moveTo(startedAt + atMs);
        const [webhook] = await signEvents([event], clock.now());
        const { headers, body } = webhook!;
        const { status } = await engine.ingest({
          headers: new Headers(headers),
          body: new TextEncoder().encode(body),
        });
        if (status === "stored") roundTrips.events++;
      }
      await workUntil(Number.POSITIVE_INFINITY);
    },
    async unfinished() {
      const { events, parked } = await store.health(clock.now());
      return events.waiting + parked;
    },
  };
}

/** The same store, which calls `count` before each operation. */
function counted(store: StateStore, count: () => void): StateStore {
  return new Proxy(store, {
    get(target, name: keyof StateStore) {
      return (...values: never[]) => {
        count();
        return (target[name] as (...values: never[]) => unknown).apply(target, values);
      };
    },
  });
}
