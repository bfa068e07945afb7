import {
  type Budget,
  type Clock,
  columnsOf,
  createEngine,
  createHistory,
  createHistorySource,
  createMediaArchiver,
  createNotionGateway,
  createOpenPhoneClient,
  createSharedRateLimiter,
  defaultMapping,
  type Engine,
  type NotionGateway,
  notionBudget,
  type OpenPhoneClient,
  openPhoneBudget,
  type ReconcileParts,
  type SharedNote,
  type StateStore,
  silentLogger,
} from "@openphone-notion/core";
import type { ManualClock } from "../clock/manual-clock.js";
import { type FakeNotion, fakeNotion } from "../notion/fake-notion.js";
import { type FakeOpenPhone, fakeOpenPhone } from "../openphone/fake-openphone.js";
import { createMemoryNote } from "../pacing/memory-note.js";
import { createMemoryStateData, type MemoryStateData } from "../state/memory-state-data.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";
import { createMemoryStorage } from "../storage/memory-storage.js";
import { digestAtOnce } from "./digest-at-once.js";
import { createKeyedQueue } from "./keyed-queue.js";
import { mortal } from "./mortal.js";
import { createSwiftClock } from "./swift-clock.js";

/** One process: dead, it does nothing any more, like one that was killed. */
export interface Life {
  parts: ReconcileParts;
  engine: Engine;
  gateway: NotionGateway;
  openphone: OpenPhoneClient;
  kill(): void;
}

/** Services with their real limits, a state and windows that outlive processes, and a clock that stands still. */
export interface HistoryWorld {
  clock: ManualClock;
  notion: FakeNotion<"calls" | "otherCalls" | "messages" | "mail" | "canvas">;
  openphone: FakeOpenPhone;
  data: MemoryStateData;
  store: StateStore;
  /**
   * With `drives` false it leaves the writing to another one, as an import beside a running `serve` does. `calls` names
   * the database that its calls are written to.
   */
  begin(options?: { drives?: boolean; calls?: "calls" | "otherCalls" }): Life;
  /** Moves the clock on until `work` has ended. */
  until<T>(work: Promise<T>): Promise<T>;
  run(forMs: number): Promise<void>;
}

export interface HistoryWorldOptions {
  /** Whether mails have a database. */
  mail?: boolean;
  /** Begins the links to files. */
  mediaUrl?: () => string;
}

const SWEEP_EVERY_MS = 2_000;
const LATENCY_MS = 100;
const MEDIA_URL = "https://sync.example.com/media";

export function createHistoryWorld({
  mail = false,
  mediaUrl = () => MEDIA_URL,
}: HistoryWorldOptions = {}): HistoryWorld {
  digestAtOnce();
  const clock = createSwiftClock();
  const notion = fakeNotion({
    databases: {
      calls: columnsOf(defaultMapping.calls),
      otherCalls: columnsOf(defaultMapping.calls),
      messages: columnsOf(defaultMapping.messages),
      mail: columnsOf(defaultMapping.mail),
      canvas: { Name: { type: "title" }, Phone: { type: "phone_number" } },
    },
    clock,
    latencyMs: LATENCY_MS,
  });
  const openphone = fakeOpenPhone({ clock });
  const data = createMemoryStateData();
  const storage = createMemoryStorage();
  const windows = { notion: createMemoryNote(), openphone: createMemoryNote() };
  let lives = 0;

  function begin({ drives = true, calls = "calls" }: Parameters<HistoryWorld["begin"]>[0] = {}): Life {
    const life = mortal();
    const owner = `life-${++lives}`;
    const lifeClock: Clock = {
      now: clock.now,
      after: (ms, callback) => clock.after(ms, life.guard(callback)),
    };
    const store = life.wrap(createMemoryStateStore(data));
    const ownQueue = drives ? createKeyedQueue(lifeClock) : undefined;
    // Who drives finds what is due in the state store.
    const queue = ownQueue ?? { send: async () => {} };
    const logger = silentLogger;
    const paced = (budget: Budget, note: SharedNote) =>
      createSharedRateLimiter({
        ...budget,
        note: life.wrap(note),
        taskLifeMs: 65_000,
        owner,
        clock: lifeClock,
      });
    const gateway = createNotionGateway({
      token: "secret_test",
      fetch: life.cutOff((url, init) => notion.fetch(new Request(url, init))),
      limiter: paced(notionBudget, windows.notion),
      clock: lifeClock,
    });
    const client = createOpenPhoneClient({
      apiKey: openphone.apiKey,
      baseUrl: openphone.baseUrl,
      fetch: life.cutOff((url, init) => openphone.fetch(url, init)),
      limiter: paced(openPhoneBudget, windows.openphone),
      ...{ clock: lifeClock, random: () => 0.5, logger },
    });
    const media = {
      archiver: createMediaArchiver({
        fetch: life.cutOff((url, init) => openphone.media.respond(new Request(url, init))),
        ...{ storage, clock: lifeClock, logger, policy: { allowedHosts: [] } },
      }),
      link: async (key: string) => `${mediaUrl()}/${key}`,
      storage,
    };
    const shared = {
      ...{ store, queue, notion: gateway, openphone: client, mapping: defaultMapping, media, logger, owner },
      databases: {
        calls: notion.databases[calls].id,
        messages: notion.databases.messages.id,
        ...(mail ? { mail: notion.databases.mail.id } : {}),
        canvas: notion.databases.canvas.id,
      },
      clock: lifeClock,
    };
    const engine = createEngine({ ...shared, webhookSecrets: [], allowUnsigned: true });
    const sweep = (): void => {
      engine.sweep().finally(() => lifeClock.after(SWEEP_EVERY_MS, sweep));
    };
    if (ownQueue) {
      ownQueue.start(engine.consume);
      engine.resume().finally(() => lifeClock.after(SWEEP_EVERY_MS, sweep));
    }
    const source = createHistorySource({ client, clock: lifeClock, logger });
    return {
      ...{ engine, gateway, openphone: client, kill: life.kill },
      parts: createHistory({ ...shared, source }),
    };
  }

  return {
    ...{ clock, notion, openphone, data, begin },
    store: createMemoryStateStore(data),
    async until(work) {
      let ended = false;
      const end = () => {
        ended = true;
      };
      work.then(end, end);
      while (!ended) await clock.advance(1_000);
      return work;
    },
    run: (forMs) => clock.advance(forMs),
  };
}
