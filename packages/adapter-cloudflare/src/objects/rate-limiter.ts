import { DurableObject } from "cloudflare:workers";
import {
  type Budget,
  createPermitWindow,
  openPhoneBudget,
  type PermitGrant,
  type PermitRequest,
  type PermitsGiven,
  type PermitWindow,
  systemClock,
} from "@openphone-notion/core";
import { workerSettings } from "../settings/worker-settings.js";
import type { WorkerEnv } from "../worker-env.js";
import { optionsInForce } from "../worker-options.js";
import { UPKEEP } from "./upkeep.js";

/** Names of the two objects: one for each token. */
export type LimiterName = "notion" | "openphone";

const PAUSE = "pausedUntil";
const GIVEN = "given";
/** An object is dropped from memory when it has been idle for so long. */
const IDLE_MS = 10_000;
/** While less of the budget than this is given, it is not worth a write: a window made anew gives too much by no more. */
const KEPT_SHARE = 0.1;

/**
 * The window of one token, for all isolates and objects of the Worker. What it has given is kept, once it matters, for the
 * object is dropped from memory whenever nobody asks for ten seconds, and a window lasts for a minute; so is a pause.
 */
export class RateLimiter extends DurableObject<WorkerEnv> {
  readonly #budget = this.#budgetOf(this.ctx.id.name as LimiterName);
  #window!: PermitWindow;

  constructor(ctx: DurableObjectState, env: WorkerEnv) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      const given = await ctx.storage.get<PermitsGiven>(GIVEN);
      this.#window = createPermitWindow(this.#budget, systemClock, given);
      this.#window.pause((await ctx.storage.get<number>(PAUSE)) ?? 0);
    });
  }

  #budgetOf(name: LimiterName): Budget {
    if (name === "openphone") return openPhoneBudget;
    const { requestsPerMinute } = workerSettings(optionsInForce(), this.env).notion;
    return { requests: requestsPerMinute, perMs: 60_000 };
  }

  async acquire(request: PermitRequest): Promise<PermitGrant> {
    const grant = await this.#window.acquire(request);
    if (grant.permits > 0) this.#keep();
    return grant;
  }

  report(holder: string, used: number, unused: number): void {
    this.#window.report(holder, used, unused);
    this.#keep();
  }

  #keep(): void {
    const { requests, perMs } = this.#budget;
    if (perMs < IDLE_MS) return;
    const given = this.#window.given();
    const count = given.out.reduce((sum, [, times]) => sum + times.length, given.cooling.length);
    if (count < requests * KEPT_SHARE) return;
    void this.ctx.storage.put(GIVEN, given, { allowUnconfirmed: true });
  }

  /** Nobody starts a request before `until`: also those whose permits are out are told. */
  async pause(until: number): Promise<void> {
    const before = this.#window.pausedUntil;
    const holders = this.#window.pause(until);
    if (until <= before) return;
    await this.ctx.storage.put(PAUSE, until);
    const name = this.ctx.id.name as LimiterName;
    // Who cannot be told learns of it with its next permits.
    await Promise.allSettled(holders.map((holder) => this.#tell(holder, name, until)));
  }

  /** Objects are holders by the name `<object>#<instance>`; others hold nothing for long. */
  async #tell(holder: string, name: LimiterName, until: number): Promise<void> {
    const [object, instance] = holder.split("#");
    if (!object || !instance) return;
    if (object === UPKEEP) await this.env.UPKEEP.getByName(object).hold(name, until);
    else await this.env.PHONE_NUMBERS.getByName(object).hold(name, until);
  }
}
