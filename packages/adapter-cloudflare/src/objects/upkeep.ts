import { DurableObject } from "cloudflare:workers";
import {
  type ActivityKey,
  type DueActivity,
  duePass,
  type HistoryRequest,
  makePass,
  purgeOld,
  rangeOf,
  reportWhenDue,
  retainMediaWhenDue,
  runImport,
  toSyncError,
} from "@openphone-notion/core";
import type { WorkerEnv } from "../worker-env.js";
import { optionsInForce } from "../worker-options.js";
import { createWorkerParts, type WorkerParts } from "../worker-parts.js";
import { createJobList, type Job } from "./job-list.js";
import { readSentLately, type SentLately } from "./sent-lately.js";

/** The name of the one object of this class. */
export const UPKEEP = "upkeep";
const PURGED_AT = "purgedAt";
const REFRESHED_AT = "refreshedAt";
const PURGE_EVERY_MS = 20 * 3_600_000;
/** At a tick; the next one goes on. A batch that were too long for D1 would delete nothing, at every tick anew. */
const PURGE_ROUNDS = 10;
/** The platform ends an alarm after 15 minutes. */
const SLICE_MS = 4 * 60_000;
/** A message that the sweep sent is not sent anew so soon: it waits in the queue. */
const RESEND_MS = 10 * 60_000;
const REFRESH_MS = 60_000;
const MAX_FAILURES = 100;

/** What a cron trigger is for, beside what every one of them does. */
export interface Tick {
  /** When it was to be, in milliseconds since the epoch: they come a little late, now more, now less. */
  at: number;
  /** A pass that is due within this time is made now. */
  earlyMs: number;
}

/** How an import began, in words that survive the way between objects. */
export type ImportBegun = { status: "begun" | "busy" } | { status: "refused"; message: string };

/**
 * The one object that sees to what is to be done now and then: re-sends what is due, deletes what is old, and makes imports
 * and reconciliations, a slice in each alarm. What it is at is kept, so it goes on after whatever ends it.
 */
export class Upkeep extends DurableObject<WorkerEnv> {
  readonly #parts: WorkerParts;
  readonly #owner = `${UPKEEP}#${crypto.randomUUID().slice(0, 8)}`;
  readonly #jobs = createJobList(this.ctx.storage);
  #sentLately!: SentLately;

  constructor(ctx: DurableObjectState, env: WorkerEnv) {
    super(ctx, env);
    this.#parts = createWorkerParts(env, optionsInForce(), {
      owner: this.#owner,
      keepAlive: (work) => ctx.waitUntil(work),
    });
    ctx.blockConcurrencyWhile(async () => {
      this.#sentLately = await readSentLately(ctx.storage, RESEND_MS, () => Date.now());
    });
  }

  /** Everything that is due. Each part by itself: one that fails keeps none of the others from its turn. */
  async tick({ at, earlyMs }: Tick): Promise<void> {
    await this.#each("sweep", () => this.sweep());
    await this.#each("canvas", () => this.#refreshContacts(at));
    // Before what it reports on is deleted.
    await this.#each("report", () => reportWhenDue({ ...this.#parts, owner: this.#owner }));
    await this.#each("purge", () => this.#purge());
    await this.#each("reconcile", () => this.#reconcileWhenDue(earlyMs));
    // An alarm that was lost would leave its jobs lying.
    await this.#each("jobs", () => this.#jobs.wake());
    // Last, for it may use up the subrequests that an invocation has.
    await this.#each("media", () => this.#retainMedia());
  }

  /** Sends the keys that are due to the queue again; answers how many. */
  async sweep(): Promise<number> {
    const lately = this.#sentLately;
    const sent: ActivityKey[] = [];
    const except = (due: DueActivity): boolean => {
      if (lately.has(due)) return true;
      // Before it is sent: whoever takes it may have left it by the time that the last of them is.
      lately.add(due);
      sent.push(due.key);
      return false;
    };
    try {
      const count = await this.#parts.engine.sweep({ except });
      if (count > 0) await lately.keep();
      return count;
    } catch (error) {
      await lately.forget(sent);
      throw error;
    }
  }

  /** From the object of a number: messages of these were taken and left, so the next tick is to send them again. */
  left(keys: readonly ActivityKey[]): Promise<void> {
    return this.#sentLately.forget(keys);
  }

  async startImport(request: HistoryRequest): Promise<ImportBegun> {
    if (await this.#jobs.has("import")) return { status: "busy" };
    try {
      await rangeOf(this.#parts, request);
    } catch (thrown) {
      const { code, message } = toSyncError(thrown);
      if (code !== "invalid_configuration") throw thrown;
      return { status: "refused", message };
    }
    const isAdded = await this.#jobs.add({ kind: "import", request, failures: 0 });
    return { status: isAdded ? "begun" : "busy" };
  }

  /** From a rate limiter. */
  hold(name: "notion" | "openphone", until: number): void {
    const { notionLimiter, openphoneLimiter } = this.#parts;
    (name === "notion" ? notionLimiter : openphoneLimiter).hold(until);
  }

  /** One slice of the first job; the rest of it is the next alarm's. */
  override async alarm(): Promise<void> {
    const [job] = await this.#jobs.all();
    if (!job) return;
    try {
      const isDone = await this.#slice(job);
      // Taken turns: what is short does not wait for what is long.
      await this.#jobs.replace(job, isDone ? undefined : { ...job, failures: 0 });
      await this.#jobs.wake();
    } catch (thrown) {
      const { code, message, retry } = toSyncError(thrown);
      const failures = job.failures + 1;
      this.#parts.logger.error("history.slice_failed", { job: job.kind, code, failures });
      const isOver = code === "invalid_configuration" && retry === "never";
      if (isOver || failures >= MAX_FAILURES) {
        this.#parts.alerts.raise({ code, message: `The ${job.kind} was given up: ${message}` });
        await this.#jobs.replace(job, undefined);
        await this.#jobs.wake();
        return;
      }
      await this.#jobs.replace(job, { ...job, failures });
      await this.ctx.storage.setAlarm(Date.now() + Math.min(15 * 60_000, 5_000 * 2 ** Math.min(failures, 8)));
    }
  }

  /** Works on a job for the time of a slice. Answers whether it is done. */
  async #slice(job: Job): Promise<boolean> {
    const slice = new AbortController();
    const cancel = this.#parts.clock.after(optionsInForce().sliceMs ?? SLICE_MS, () => slice.abort());
    const history = this.#parts.history(UPKEEP);
    try {
      if (job.kind === "reconcile") {
        return await makePass(history, job.pass, { signal: slice.signal, goOn: true });
      }
      const { status } = await runImport(history, job.request, { signal: slice.signal });
      return status === "done";
    } finally {
      cancel();
    }
  }

  /** As often as is set, in whole ticks. What a slice leaves unread is read at the next tick. */
  async #refreshContacts(at: number): Promise<void> {
    const { engine, settings } = this.#parts;
    const { canvas } = engine;
    if (!canvas) return;
    const last = (await this.ctx.storage.get<number>(REFRESHED_AT)) ?? Number.NEGATIVE_INFINITY;
    if (at < last + settings.canvas.refreshSeconds * 1_000) return;
    // One that fails is due again like one that did not.
    await this.ctx.storage.put(REFRESHED_AT, at);
    const slice = new AbortController();
    const cancel = this.#parts.clock.after(REFRESH_MS, () => slice.abort());
    try {
      await canvas.refresh({ signal: slice.signal });
    } finally {
      cancel();
      if (slice.signal.aborted) await this.ctx.storage.delete(REFRESHED_AT);
    }
  }

  async #purge(): Promise<void> {
    const now = Date.now();
    if (now < ((await this.ctx.storage.get<number>(PURGED_AT)) ?? 0) + PURGE_EVERY_MS) return;
    const isDone = await purgeOld(this.#parts.store, now, { rounds: PURGE_ROUNDS });
    if (isDone) await this.ctx.storage.put(PURGED_AT, now);
  }

  /** A page of the storage's list, up to a thousand files; what breaks off there goes on there. */
  async #retainMedia(): Promise<void> {
    const days = this.#parts.settings.mediaRetentionDays;
    if (days === undefined) return;
    await retainMediaWhenDue({ ...this.#parts, owner: this.#owner }, days, { slices: 1 });
  }

  async #reconcileWhenDue(earlyMs: number): Promise<void> {
    if (!this.#parts.settings.reconcile) return;
    if (await this.#jobs.has("reconcile")) return;
    const pass = await duePass(this.#parts, earlyMs);
    if (pass) await this.#jobs.add({ kind: "reconcile", pass, failures: 0 });
  }

  async #each(task: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.logger.error("schedule.failed", { task, code: toSyncError(error).code });
    }
  }
}
