import {
  type Clock,
  createEngine,
  createMediaArchiver,
  createNotionGateway,
  createOpenPhoneClient,
  defaultMapping,
  type Engine,
  type EngineTimings,
  type MediaInNotion,
  type NotionGatewayOptions,
  type Queue,
  type RateLimiter,
  type StateStore,
  type Storage,
  silentLogger,
} from "@openphone-notion/core";
import { fakeOpenPhone } from "@openphone-notion/testing";
import type { BenchNotion } from "./bench-notion.ts";
import { WEBHOOK_SECRET } from "./sign-events.ts";

export interface BenchEngineOptions {
  store: StateStore;
  storage: Storage;
  queue: Queue;
  clock: Clock;
  notion: BenchNotion;
  /** Default: the fake's own. */
  notionFetch?: NotionGatewayOptions["fetch"];
  timings?: Partial<EngineTimings>;
  /** How Notion shows files. Default `link`. */
  inNotion?: MediaInNotion;
}

/** Lets everything through. */
const unlimited: RateLimiter = { schedule: (_priority, task) => task(), pause() {} };
const logger = silentLogger;
const MEDIA_HOST = "https://media.example.com";
const RECORDING = "/recordings/sample.mp3";
const RECORDING_BYTES = 20_000;

/** Where every recording lies. */
export const RECORDING_URL = MEDIA_HOST + RECORDING;

/** The whole engine, every part of it in place, with nothing outside that it would have to wait for. */
export function createBenchEngine(options: BenchEngineOptions): Engine {
  const { store, storage, queue, clock, notion } = options;
  const openphone = fakeOpenPhone({ rateLimit: false, mediaBaseUrl: MEDIA_HOST, clock });
  openphone.media.add(RECORDING, { bytes: new Uint8Array(RECORDING_BYTES) });
  return createEngine({
    ...{ store, queue, clock, logger },
    notion: createNotionGateway({
      token: "secret_bench",
      fetch: options.notionFetch ?? ((url, init) => notion.fetch(new Request(url, init))),
      limiter: unlimited,
      clock,
    }),
    openphone: createOpenPhoneClient({
      apiKey: openphone.apiKey,
      baseUrl: openphone.baseUrl,
      fetch: (input, init) => openphone.fetch(input, init),
      limiter: unlimited,
      random: Math.random,
      ...{ clock, logger },
    }),
    databases: {
      calls: notion.databases.calls.id,
      messages: notion.databases.messages.id,
      canvas: notion.databases.canvas.id,
    },
    mapping: defaultMapping,
    media: {
      archiver: createMediaArchiver({
        fetch: (url, init) => openphone.media.respond(new Request(url, init)),
        policy: { allowedHosts: [] },
        ...{ storage, clock, logger },
      }),
      link: async (key) => `https://sync.example.com/media/${key}`,
      ...{ storage, inNotion: options.inNotion ?? "link" },
    },
    webhookSecrets: [WEBHOOK_SECRET],
    ...(options.timings ? { timings: options.timings } : {}),
    owner: "bench",
  });
}
