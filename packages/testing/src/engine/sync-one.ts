import {
  createEngine,
  createNotionGateway,
  createOpenPhoneClient,
  type Databases,
  defaultMapping,
  type Mapping,
  parseEvent,
  type Queue,
  type RateLimiter,
  silentLogger,
  systemClock,
} from "@openphone-notion/core";
import type { FakeNotion } from "../notion/fake-notion.js";
import type { FakeOpenPhone } from "../openphone/fake-openphone.js";
import { postBody, type WebhookEvent } from "../payloads/webhook-event.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";

export interface SyncOneOptions {
  /** Default `defaultMapping`. */
  mapping?: Mapping;
  /** The fake to write to; its databases `calls`, `messages` and `canvas` are used, as far as there are any. */
  notion: FakeNotion;
  /** Answers for what the events leave out, and names numbers and users. */
  openphone?: FakeOpenPhone;
}

/** Lets everything through: one activity needs no pacing. */
const unlimited: RateLimiter = { schedule: (_priority, task) => task(), pause() {} };
/** The engine is driven by hand here, so nobody needs to be told. */
const unheard: Queue = { async send() {} };

/**
 * Takes webhook events of one activity all the way into the fake Notion, through the global `fetch` (so through
 * MSW, or whatever stands there). Rejects with what went wrong when the activity could not be written.
 */
export async function syncOne(
  events: WebhookEvent | readonly WebhookEvent[],
  options: SyncOneOptions,
): Promise<void> {
  const { mapping = defaultMapping, notion, openphone } = options;
  const store = createMemoryStateStore();
  const fetchNow = (input: string | URL, init?: RequestInit) => fetch(input, init);
  const clock = systemClock;
  const engine = createEngine({
    ...{ store, mapping, clock },
    queue: unheard,
    notion: createNotionGateway({ token: "secret_test", fetch: fetchNow, limiter: unlimited, clock }),
    databases: databasesOf(notion),
    ...(openphone
      ? {
          openphone: createOpenPhoneClient({
            apiKey: openphone.apiKey,
            baseUrl: openphone.baseUrl,
            fetch: fetchNow,
            limiter: unlimited,
            random: Math.random,
            logger: silentLogger,
            clock,
          }),
        }
      : {}),
    webhookSecrets: [],
    allowUnsigned: true,
    owner: "syncOne",
  });

  const bodies = (Array.isArray(events) ? events : [events]).map((event: WebhookEvent) => postBody(event));
  for (const body of bodies)
    await engine.ingest({ headers: new Headers(), body: new TextEncoder().encode(body) });
  const keys = new Set(
    bodies.flatMap((body) => parseEvent(body, { receivedAt: clock.now() }).activity?.key ?? []),
  );
  for (const key of keys) {
    await engine.consume({ key, priority: "critical" });
    const state = await store.activity(key);
    if (state?.errorCode)
      throw new Error(`${key} was not written: ${state.errorMessage} (${state.errorCode})`);
  }
}

const databasesOf = (notion: FakeNotion): Databases =>
  Object.fromEntries(
    (["calls", "messages", "canvas"] as const).flatMap((name) => {
      const database = notion.databases[name];
      return database ? [[name, database.id]] : [];
    }),
  );
