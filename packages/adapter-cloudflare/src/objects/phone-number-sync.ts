import { DurableObject } from "cloudflare:workers";
import { type ActivityKey, defaultTimings, toSyncError } from "@openphone-notion/core";
import type { WorkerEnv } from "../worker-env.js";
import { optionsInForce } from "../worker-options.js";
import { createWorkerParts, type WorkerParts } from "../worker-parts.js";
import { createKeyedRuns, type RunOutcome, type Wanted } from "./keyed-runs.js";
import type { LimiterName } from "./rate-limiter.js";
import { UPKEEP } from "./upkeep.js";

/** What is known of one OpenPhone number. Free of personal data: the number itself is not among it. */
export interface PhoneNumberState {
  /** `PN…`, or the key of an activity that nothing tells the number of. */
  id: string;
  runs: number;
  /** Runs whose state could not be stored; each was tried again. */
  rejected: number;
  /** Words that a run before had answered already. */
  putOff: number;
  /** Milliseconds since the epoch. */
  lastRunAt?: number;
  lastErrorCode?: string;
}

/** What has become of an activity whose message was given up; `later` is worth asking again then, `left` is the sweep's. */
export type BuryOutcome = { became: "done" | "left" | "parked" } | { became: "later"; afterMs: number };

/** How long a run that has begun waits for a permit; longer waits are the queue's. */
const MAX_WAIT_MS = 20_000;
/**
 * A longer wait, of a pause or an outage, is left to the sweep. A message that was sent anew would live as long as the outage
 * does, and every tick of the sweep, for which the activity is due all the time, would add one.
 */
const LONGEST_DELAY_MS = 30_000;
const STATE = "state";
const BROKEN = "broken";
/** Keys that are remembered as broken. */
const MEMORY = 1_000;
/** Counters are kept so often at most. */
const KEEP_EVERY_MS = 5_000;

/**
 * One for each OpenPhone number: everything that happens to its activities happens here, so no two workers are after one
 * of them, and what was learnt for one (contacts, schemas, names) serves the next from memory.
 */
export class PhoneNumberSync extends DurableObject<WorkerEnv> {
  readonly #parts: WorkerParts;
  readonly #run: (wanted: Wanted) => Promise<RunOutcome>;
  /** Keys whose last run broke off for a cause of its own. Stored: between two attempts the object idles, and is dropped. */
  #broken = new Set<ActivityKey>();
  /** How long a run that broke off keeps others away. */
  readonly #leaseMs = optionsInForce().timings?.leaseMs ?? defaultTimings.leaseMs;
  #state: PhoneNumberState;
  #keptAt = 0;

  constructor(ctx: DurableObjectState, env: WorkerEnv) {
    super(ctx, env);
    const id = ctx.id.name ?? ctx.id.toString();
    this.#state = { id, runs: 0, rejected: 0, putOff: 0 };
    this.#parts = createWorkerParts(env, optionsInForce(), {
      owner: `${id}#${crypto.randomUUID().slice(0, 8)}`,
      keepAlive: (work) => ctx.waitUntil(work),
      maxWaitMs: MAX_WAIT_MS,
    });
    this.#run = createKeyedRuns({ run: (wanted) => this.#bringUpToDate(wanted), now: () => Date.now() });
    ctx.blockConcurrencyWhile(async () => {
      this.#state = { ...this.#state, ...(await ctx.storage.get<PhoneNumberState>(STATE)) };
      this.#broken = (await ctx.storage.get<Set<ActivityKey>>(BROKEN)) ?? this.#broken;
    });
  }

  /** Makes the object, where it is not there, and says what is known of the number. */
  init(): PhoneNumberState {
    return this.state();
  }

  state(): PhoneNumberState {
    return this.#state;
  }

  syncCalls(ids: readonly string[]): Promise<RunOutcome[]> {
    return this.#syncNow(ids.map((id): ActivityKey => `call:${id}`));
  }

  syncMessages(ids: readonly string[]): Promise<RunOutcome[]> {
    return this.#syncNow(ids.map((id): ActivityKey => `message:${id}`));
  }

  #syncNow(keys: readonly ActivityKey[]): Promise<RunOutcome[]> {
    return this.sync(keys.map((key) => ({ key, priority: "critical", sentAt: Date.now() })));
  }

  /** Brings activities up to date, and answers in order what became of each. Never rejects for one of them. */
  async sync(wanted: readonly Wanted[]): Promise<RunOutcome[]> {
    const outcomes = await Promise.all(wanted.map((each) => this.#attempt(each)));
    await this.#leave(wanted.map(({ key }) => key).filter((_, index) => outcomes[index]!.status === "left"));
    return outcomes;
  }

  async #attempt(wanted: Wanted): Promise<RunOutcome> {
    const { key } = wanted;
    try {
      const outcome = await this.#run(wanted);
      if (outcome.status === "done") await this.#noteBroken(key, false);
      // A run that broke off keeps the lease until it runs out: no wait of its own, but the same failure.
      else if (outcome.status === "again" && this.#broken.has(key)) return { status: "rejected" };
      return outcome;
    } catch (error) {
      const { code } = toSyncError(error);
      this.#state.rejected++;
      this.#state.lastErrorCode = code;
      // An outage is no fault of the activity.
      if (code !== "store_unavailable") await this.#noteBroken(key, true);
      this.#parts.logger.error("queue.consumer_rejected", { key, code });
      return { status: "rejected" };
    }
  }

  async #bringUpToDate({ key, priority }: Wanted): Promise<RunOutcome> {
    const waitMs = await this.#parts.notionLimiter.ready(priority);
    if (waitMs > 0) {
      this.#state.putOff++;
      return { status: "again", afterMs: waitMs };
    }
    const answer = await this.#parts.engine.consume({ key, priority });
    this.#state.runs++;
    this.#state.lastRunAt = Date.now();
    this.#keep();
    if (!answer) return { status: "done" };
    const { retryAfterMs: afterMs } = answer;
    return afterMs < LONGEST_DELAY_MS ? { status: "again", afterMs } : { status: "left" };
  }

  async #leave(keys: readonly ActivityKey[]): Promise<void> {
    if (keys.length === 0) return;
    try {
      await this.env.UPKEEP.getByName(UPKEEP).left(keys);
    } catch {
      // Then they are sent again some ticks later.
      this.#parts.logger.warn("queue.left_not_told", { keys: keys.length });
    }
  }

  /**
   * Decides about an activity whose message was given up: it is tried once more, unless its runs are known to break off
   * for a cause of their own; then it is parked. What an outage has kept from its runs parks nothing: it stays due.
   */
  async bury(key: ActivityKey): Promise<BuryOutcome> {
    if (!this.#broken.has(key)) {
      const outcome = await this.#attempt({ key, priority: "low", sentAt: Date.now() });
      if (outcome.status === "left") await this.#leave([key]);
      if (outcome.status === "done" || outcome.status === "left") return { became: outcome.status };
      return { became: "later", afterMs: outcome.status === "again" ? outcome.afterMs : this.#leaseMs };
    }
    const message =
      "Its messages were given up by the queue: every run broke off. See the log, then replay it.";
    const parked = await this.#parts.engine.park(key, { code: "internal", message });
    if (parked === "busy") return { became: "later", afterMs: this.#leaseMs };
    await this.#noteBroken(key, false);
    return { became: "parked" };
  }

  async #noteBroken(key: ActivityKey, isBroken: boolean): Promise<void> {
    if (this.#broken.has(key) === isBroken) return;
    if (isBroken) this.#broken.add(key);
    else this.#broken.delete(key);
    if (this.#broken.size > MEMORY) this.#broken.delete(this.#broken.values().next().value!);
    await this.ctx.storage.put(BROKEN, this.#broken);
  }

  /** From a rate limiter: nothing may start before `until`. */
  hold(name: LimiterName, until: number): void {
    const { notionLimiter, openphoneLimiter } = this.#parts;
    (name === "notion" ? notionLimiter : openphoneLimiter).hold(until);
  }

  /** Written seldom and without waiting: they are figures, not facts to rely on. */
  #keep(): void {
    const now = Date.now();
    if (now < this.#keptAt + KEEP_EVERY_MS) return;
    this.#keptAt = now;
    void this.ctx.storage.put(STATE, this.#state, { allowUnconfirmed: true });
  }
}
