import {
  type Clock,
  createEngine,
  createMediaArchiver,
  createNotionGateway,
  createOpenPhoneClient,
  defaultMapping,
  type Engine,
  type EngineOptions,
  type Logger,
  type Queue,
  type QueueConsumer,
  type RateLimiter,
  type StateStore,
  type Storage,
} from "@openphone-notion/core";
import type { FakeOpenPhone } from "@openphone-notion/testing";
import type { Air } from "./air.ts";
import { Life, never } from "./life.ts";
import type { Notion } from "./notion-link.ts";
import { type Receive, secrets } from "./sender.ts";

/** What every worker of a world is connected to. */
export interface Surroundings {
  notion: Notion;
  openphone: FakeOpenPhone;
  store: StateStore;
  storage: Storage;
  queue: Queue;
  notionFetch: (url: string, init?: RequestInit) => Promise<Response>;
  openphoneFetch: (url: string, init: RequestInit) => Promise<Response>;
  mediaFetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** Laid over the engine's options; for worlds in which something is broken on purpose. */
  engine: Partial<EngineOptions>;
}

/** One process: an engine on its own view of the world, until it dies. */
export class Worker {
  readonly life = new Life();
  readonly name: string;
  readonly receive: Receive;
  readonly consume: QueueConsumer;
  readonly #engine: Engine;
  readonly #air: Air;
  #refreshing = false;

  constructor(air: Air, around: Surroundings, { name, skewMs }: { name: string; skewMs: number }) {
    this.#air = air;
    this.name = name;
    this.#engine = this.#start(around, skewMs);
    this.receive = async (delivery) => {
      try {
        await this.#engine.ingest(delivery);
        return true;
      } catch (error) {
        air.journal.note(`${name} refuses a delivery: ${(error as Error).message}`);
        return false;
      }
    };
    this.consume = async (message) => {
      air.journal.note(`${name} works on ${message.key}`);
      return this.#engine.consume(message);
    };
  }

  async sweep(): Promise<void> {
    await this.#engine
      .sweep()
      .catch((error: Error) => this.#air.journal.note(`sweep fails: ${error.message}`));
  }

  /** As a schedule does it: never twice at once. */
  async refreshContacts(): Promise<void> {
    if (this.#refreshing) return;
    this.#refreshing = true;
    await this.#engine.canvas
      ?.refresh()
      .catch((error: Error) => this.#air.journal.note(`contacts: ${error.message}`));
    this.#refreshing = false;
  }

  die(where: string): void {
    if (!this.life.alive) return;
    this.#air.journal.note(`${this.name} dies ${where}`);
    this.life.end();
  }

  #start(around: Surroundings, skewMs: number): Engine {
    const { life, name } = this;
    const { weather, journal } = this.#air;
    const dice = this.#air.dice.for(name);
    const clock = clockOf(this.#air.clock, life, skewMs);
    const limiter = pausing(clock);
    const write = (level: string) => (event: string, fields?: object) => {
      if (life.alive) journal.note(`${name} ${level} ${event} ${JSON.stringify(fields ?? {})}`);
    };
    const logger: Logger = { debug() {}, info: write("info"), warn: write("warn"), error: write("error") };
    const { random } = dice;
    return createEngine({
      store: life.port(around.store),
      queue: life.port(around.queue),
      notion: createNotionGateway({
        token: "secret_sim",
        fetch: (url, init) => life.cutOff(() => around.notionFetch(url, init)),
        ...{ limiter, clock },
      }),
      openphone: createOpenPhoneClient({
        apiKey: around.openphone.apiKey,
        baseUrl: around.openphone.baseUrl,
        fetch: (url, init) => life.cutOff(() => around.openphoneFetch(url, init)),
        limiter: pausing(clock),
        ...{ clock, random, logger },
      }),
      databases: {
        calls: around.notion.databases.calls.id,
        messages: around.notion.databases.messages.id,
        canvas: around.notion.databases.canvas.id,
      },
      mapping: defaultMapping,
      media: {
        archiver: createMediaArchiver({
          fetch: (url, init) => life.cutOff(() => around.mediaFetch(url, init)),
          storage: life.port(around.storage),
          ...{ clock, logger },
        }),
        link: async (key) => `https://sync.example.com/media/${key}`,
      },
      webhookSecrets: [secrets.legacy, secrets.standard],
      timings: { standardWindowMs: weather.coalesceMs, lowWindowMs: weather.coalesceMs * 3 },
      alerts: { raise: (alert) => write("alert")(alert.code, { key: alert.key }) },
      failpoint: (point) => this.#step(point, clock),
      ...{ clock, random, logger },
      owner: name,
      ...around.engine,
    });
  }

  #step(point: string, clock: Clock): void | Promise<void> {
    const { weather, dice } = this.#air;
    if (!this.life.alive) return never();
    if (dice.chance(weather.crashAtStep)) {
      this.die(`at ${point}`);
      return never();
    }
    if (!dice.chance(weather.stallAtStep)) return undefined;
    return new Promise((resolve) => void clock.after(dice.between(100, 5_000), resolve));
  }
}

const clockOf = (clock: Clock, life: Life, skewMs: number): Clock => ({
  now: () => clock.now() + skewMs,
  after: (delayMs, callback) =>
    life.alive
      ? clock.after(delayMs, () => {
          if (life.alive) callback();
        })
      : () => {},
});

/** Paces nothing, but holds everyone back while a pause is on. */
function pausing(clock: Clock): RateLimiter {
  let until = 0;
  return {
    async schedule(_priority, task) {
      while (clock.now() < until)
        await new Promise<void>((resolve) => void clock.after(until - clock.now(), resolve));
      return task();
    },
    pause(newUntil) {
      until = Math.max(until, newUntil);
    },
  };
}
