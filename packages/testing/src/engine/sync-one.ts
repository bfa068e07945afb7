import {
  type ActivityKey,
  type ActivityKind,
  createEngine,
  createMediaArchiver,
  createNotionGateway,
  createOpenPhoneClient,
  type Databases,
  defaultMapping,
  type Engine,
  type Filter,
  type Logger,
  type MailInput,
  type MailOptions,
  type Mapping,
  parseEvent,
  type Queue,
  type RateLimiter,
  type StateStore,
  type Storage,
  silentLogger,
  systemClock,
} from "@openphone-notion/core";
import type { FakeNotion } from "../notion/fake-notion.js";
import type { FakeOpenPhone } from "../openphone/fake-openphone.js";
import { postBody, type WebhookEvent } from "../payloads/webhook-event.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";
import { notingThrows, notingWarnings, type Unwritten } from "./noting.js";

/** Where one activity is written, and with what. Only `notion` is needed. */
export interface SyncOneOptions {
  /** Default `defaultMapping`. */
  mapping?: Mapping;
  /** What it drops is not written, which is no error. Default: everything is kept. */
  filter?: Filter;
  /** The fake to write to; its databases `calls`, `messages`, `mail` and `canvas` are used, as far as there are any. */
  notion: FakeNotion;
  /** Answers for what the events leave out, and names numbers and users. */
  openphone?: FakeOpenPhone;
  /** Where files go; rows show them as links to `https://sync.example.com/media/…`. Absent: rows show no files. */
  storage?: Storage;
  /**
   * What is known of earlier. Default: nothing. So the events of one activity belong into one array, or one store into
   * all calls: else the activity gets another page with each.
   */
  store?: StateStore;
  /** Own addresses, which tell a mail's direction. */
  mail?: MailOptions;
  /** Default: silent. */
  logger?: Logger;
}

/** How it went; what the row holds is asked of `notion.page(key)`. */
export interface SyncedOne {
  /** What could not be written: missing columns, and values that do not fit theirs. Outside of tests the log tells it. */
  warnings: Unwritten[];
}

type Given = WebhookEvent | MailInput;

/** Lets everything through: one activity needs no pacing. */
const unlimited: RateLimiter = { schedule: (_priority, task) => task(), pause() {} };
/** The engine is driven by hand here, so nobody needs to be told. */
const unheard: Queue = { async send() {} };
const fetchNow = (input: string | URL, init?: RequestInit) => fetch(input, init);
const clock = systemClock;

/**
 * Takes webhook events of one activity, or a mail, all the way into the fake Notion, through the global `fetch` (so
 * through MSW, or whatever stands there). Each call has Notion's request window to itself. Rejects with what went wrong
 * when the activity could not be written; the `cause` is what the mapping or the filter threw.
 */
export async function syncOne(given: Given | readonly Given[], options: SyncOneOptions): Promise<SyncedOne> {
  const { notion, store = createMemoryStateStore() } = options;
  const { logger, warnings } = notingWarnings(options.logger ?? silentLogger);
  const { thrown, ...noting } = notingThrows(options.mapping ?? defaultMapping, options.filter);
  const engine = createOneEngine({ ...options, ...noting, store, logger });

  const keys = new Set<ActivityKey>();
  for (const one of Array.isArray(given) ? (given as readonly Given[]) : [given as Given]) {
    const key = await takeIn(engine, one, notion);
    if (key) keys.add(key);
  }
  if (keys.size === 0) throw new Error("syncOne: nothing of what was given speaks of a call or a message.");
  notion.renewWindow();
  for (const key of keys) {
    await engine.consume({ key, priority: "critical" });
    const state = await store.activity(key);
    if (!state?.errorCode) continue;
    throw new Error(`${key} was not written: ${state.errorMessage} (${state.errorCode})`, {
      ...(thrown.length > 0 ? { cause: thrown[0] } : {}),
    });
  }
  return { warnings };
}

async function takeIn(engine: Engine, given: Given, notion: FakeNotion): Promise<ActivityKey | undefined> {
  if (!isEvent(given)) {
    assertDatabase("mail", notion);
    return (await engine.ingestMail(given)).key;
  }
  const body = postBody(given);
  const { activity } = parseEvent(body, { receivedAt: clock.now() });
  if (activity) assertDatabase(activity.patch.kind, notion);
  await engine.ingest({ headers: new Headers(), body: new TextEncoder().encode(body) });
  return activity?.key;
}

const isEvent = (given: Given): given is WebhookEvent => "data" in given;

/** The engine skips a kind without a database: a test would wonder why nothing happens. */
function assertDatabase(kind: ActivityKind, notion: FakeNotion): void {
  const wanted = kind === "mail" ? kind : `${kind}s`;
  if (Object.hasOwn(notion.databases, wanted)) return;
  const names = Object.keys(notion.databases).map((name) => `"${name}"`);
  throw new Error(
    `syncOne: a ${kind} is written to the database "${wanted}", but fakeNotion has ${names.join(", ") || "none"}.`,
  );
}

function createOneEngine({
  notion,
  openphone,
  storage,
  ...parts
}: SyncOneOptions & Required<Pick<SyncOneOptions, "mapping" | "store" | "logger">>): Engine {
  const { logger } = parts;
  return createEngine({
    ...{ ...parts, clock },
    queue: unheard,
    notion: createNotionGateway({ token: "secret_test", fetch: fetchNow, limiter: unlimited, clock }),
    databases: databasesOf(notion),
    ...(openphone && {
      openphone: createOpenPhoneClient({
        apiKey: openphone.apiKey,
        baseUrl: openphone.baseUrl,
        fetch: fetchNow,
        limiter: unlimited,
        random: Math.random,
        ...{ clock, logger },
      }),
    }),
    ...(storage && {
      media: {
        archiver: createMediaArchiver({
          fetch: fetchNow,
          policy: { allowedHosts: [] },
          ...{ storage, clock, logger },
        }),
        storage,
        link: async (key: string) => `https://sync.example.com/media/${key}`,
      },
    }),
    webhookSecrets: [],
    allowUnsigned: true,
    owner: "syncOne",
  });
}

const databasesOf = (notion: FakeNotion): Databases =>
  Object.fromEntries(
    (["calls", "messages", "mail", "canvas"] as const).flatMap((name) => {
      const database = notion.databases[name];
      return database ? [[name, database.id]] : [];
    }),
  );
