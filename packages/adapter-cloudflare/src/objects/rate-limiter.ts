import { DurableObject } from "cloudflare:workers";
import {
  createPermitWindow,
  openPhoneBudget,
  type PermitGrant,
  type PermitRequest,
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

/**
 * The window of one token, for all isolates and objects of the Worker. Permits live in memory: an object that is made
 * anew begins with a full window, which a 429 corrects; a pause is kept.
 */
export class RateLimiter extends DurableObject<WorkerEnv> {
  readonly #window: PermitWindow;

  constructor(ctx: DurableObjectState, env: WorkerEnv) {
    super(ctx, env);
    this.#window = createPermitWindow(this.#budget(), systemClock);
    ctx.blockConcurrencyWhile(async () => {
      this.#window.pause((await ctx.storage.get<number>(PAUSE)) ?? 0);
    });
  }

  #budget() {
    if (this.ctx.id.name === ("openphone" satisfies LimiterName)) return openPhoneBudget;
    const { requestsPerMinute } = workerSettings(optionsInForce(), this.env).notion;
    return { requests: requestsPerMinute, perMs: 60_000 };
  }

  acquire(request: PermitRequest): Promise<PermitGrant> {
    return this.#window.acquire(request);
  }

  report(holder: string, used: number, unused: number): void {
    this.#window.report(holder, used, unused);
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
