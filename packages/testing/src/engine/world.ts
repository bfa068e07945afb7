import {
  type Alert,
  columnsOf,
  createEngine,
  createMediaArchiver,
  createNotionGateway,
  createOpenPhoneClient,
  defaultMapping,
  type Engine,
  type EngineOptions,
  type LogFields,
  type Logger,
  type MediaInNotion,
  type QueueMessage,
  type RateLimiter,
  type StateStore,
  type Storage,
} from "@openphone-notion/core";
import { createManualClock, type ManualClock } from "../clock/manual-clock.js";
import { type FakeNotion, fakeNotion } from "../notion/fake-notion.js";
import type { FakeNotionOptions } from "../notion/options.js";
import { type FakeOpenPhone, type FakeOpenPhoneOptions, fakeOpenPhone } from "../openphone/fake-openphone.js";
import { seededRandom } from "../payloads/seeded-random.js";
import { postBody, type WebhookEvent } from "../payloads/webhook-event.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";
import { createMemoryStorage } from "../storage/memory-storage.js";

type WorldDatabase = "calls" | "messages" | "mail" | "canvas";

export interface WorldOptions {
  notion?: Partial<FakeNotionOptions<WorldDatabase>>;
  openphone?: FakeOpenPhoneOptions;
  engine?: Partial<EngineOptions>;
  /** How Notion shows files. Default `link`. */
  inNotion?: MediaInNotion;
  /** Default 0: an activity is worked on as soon as time moves. */
  coalesceWindowMs?: number;
}

/** An engine on fakes and a clock that stands still; what a test of the engine works with. */
export interface World {
  clock: ManualClock;
  notion: FakeNotion<WorldDatabase>;
  openphone: FakeOpenPhone;
  store: StateStore;
  storage: Storage;
  engine: Engine;
  alerts: Alert[];
  /** Every log line, as JSON. */
  log: string[];
  /** Takes deliveries in, without working on them. */
  receive(...events: WebhookEvent[]): Promise<void>;
  /** Works until nothing is due, then moves the clock on in steps (1 s; 10 s in runs of minutes), working all the while. */
  run(forMs?: number): Promise<void>;
  /** A new engine over the same state, as after a restart. */
  restart(): void;
}

const contactColumns = {
  Name: { type: "title" },
  Phone: { type: "phone_number" },
  Email: { type: "email" },
} as const;

/** Paces nothing, but holds everyone back while a pause is on, as the real one does. */
function pausing(clock: ManualClock): RateLimiter {
  let until = 0;
  return {
    async schedule(_priority, task) {
      while (clock.now() < until)
        await new Promise<void>((resolve) => clock.after(until - clock.now(), resolve));
      return task();
    },
    pause(newUntil) {
      until = Math.max(until, newUntil);
    },
  };
}

export function createWorld(options: WorldOptions = {}): World {
  const clock = createManualClock();
  const random = seededRandom(7);
  const notion = fakeNotion({
    databases: {
      calls: columnsOf(defaultMapping.calls),
      messages: columnsOf(defaultMapping.messages),
      mail: columnsOf(defaultMapping.mail),
      canvas: contactColumns,
    },
    clock,
    window: false,
    ...options.notion,
  });
  const openphone = fakeOpenPhone({ clock, rateLimit: false, ...options.openphone });
  const store = createMemoryStateStore();
  const storage = createMemoryStorage();
  const alerts: Alert[] = [];
  const log: string[] = [];
  const line = (event: string, fields?: LogFields) => void log.push(JSON.stringify({ event, ...fields }));
  const logger: Logger = { debug: line, info: line, warn: line, error: line };
  const queued: QueueMessage[] = [];
  const limiter = pausing(clock);
  const coalesce = options.coalesceWindowMs ?? 0;

  const start = () =>
    createEngine({
      store,
      queue: { send: async (messages) => void queued.push(...messages) },
      notion: createNotionGateway({
        token: "secret_test",
        fetch: (url, init) => notion.fetch(new Request(url, init)),
        limiter,
        clock,
      }),
      openphone: createOpenPhoneClient({
        apiKey: openphone.apiKey,
        baseUrl: openphone.baseUrl,
        fetch: (input, init) => openphone.fetch(input, init),
        limiter: { schedule: (_priority, task) => task(), pause() {} },
        ...{ clock, random, logger },
      }),
      databases: {
        calls: notion.databases.calls.id,
        messages: notion.databases.messages.url,
        mail: notion.databases.mail.id,
        canvas: notion.databases.canvas.dataSourceId,
      },
      mapping: defaultMapping,
      media: {
        archiver: createMediaArchiver({
          fetch: (url, init) => openphone.media.respond(new Request(url, init)),
          storage,
          policy: { allowedHosts: [] },
          ...{ clock, logger },
        }),
        link: async (key) => `https://sync.example.com/media/${key}`,
        ...{ storage, inNotion: options.inNotion ?? "link" },
      },
      webhookSecrets: [],
      allowUnsigned: true,
      timings: { standardWindowMs: coalesce, lowWindowMs: coalesce * 3 },
      alerts: { raise: (alert) => void alerts.push(alert) },
      ...{ clock, random, logger },
      owner: "world",
      ...options.engine,
    });

  const world: World = {
    ...{ clock, notion, openphone, store, storage, alerts, log },
    engine: start(),
    async receive(...events) {
      for (const event of events) {
        await world.engine.ingest({
          headers: new Headers(),
          body: new TextEncoder().encode(postBody(event)),
        });
      }
    },
    async run(forMs = 0) {
      const end = clock.now() + forMs;
      for (;;) {
        await workOnDue(world, queued);
        if (clock.now() >= end) return;
        await clock.advance(Math.min(forMs > 60_000 ? 10_000 : 1_000, end - clock.now()));
      }
    },
    restart() {
      world.engine = start();
    },
  };
  return world;
}

/** Works on everything that is due now; a request that waits on the clock gets its time. */
async function workOnDue({ engine, store, clock }: World, queued: QueueMessage[]): Promise<void> {
  for (;;) {
    queued.length = 0;
    const due = await store.due({ now: clock.now(), limit: 100 });
    if (due.length === 0) return;
    let done = false;
    const work = Promise.all(due.map(({ key, priority }) => engine.consume({ key, priority }))).finally(
      () => {
        done = true;
      },
    );
    for (let turns = 0; !done; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      // Nothing moves by itself any more: it waits for the clock.
      if (turns > 50) {
        turns = 0;
        await clock.advance(1_000);
      }
    }
    const again = await work;
    if (again.every((answer) => answer !== undefined)) return;
  }
}
