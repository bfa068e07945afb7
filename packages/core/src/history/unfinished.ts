import type { ActivityKey } from "../key.js";
import type { Clock } from "../ports/clock.js";
import type { ActivityState, StateStore } from "../ports/state-store.js";
import type { SyncError } from "../sync-error.js";
import { stoppingError } from "./stopping-error.js";

/** Looked up at once: records may hold long transcripts. */
const AT_ONCE = 100;
const LOOK_EVERY_MS = 2_000;
/** So much more seldom, at the most, is looked at more than a hundred. */
const SELDOM = 4;

/** After this many failed attempts an activity is left to the engine, which goes on trying for a day. */
const PATIENCE_ATTEMPTS = 5;

/** How an activity that an import handed to the engine has ended. */
export interface Ended {
  state: ActivityState;
  /** It had no row before. */
  isNew: boolean;
}

/** The activities that an import has handed to the engine and that are not done with, oldest first. */
export class Unfinished {
  readonly #store: Pick<StateStore, "activities">;
  readonly #clock: Clock;
  readonly #waiting = new Map<ActivityKey, { isNew: boolean; since: number }>();
  readonly #failing = new Map<ActivityKey, { code: string; isLeft: boolean }>();
  /** The error that stops everybody, once an activity has met one. */
  stoppedBy: SyncError | undefined;

  constructor(store: Pick<StateStore, "activities">, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** From now on; errors from before are not this run's. One that is known stays what it was. */
  add(key: ActivityKey, isNew: boolean): void {
    const known = this.#waiting.get(key);
    this.#waiting.set(key, { isNew: known?.isNew ?? isNew, since: this.#clock.now() });
  }

  /** Whether it had no row when it was handed over; `undefined` when it was not, or has ended. */
  isNew(key: ActivityKey): boolean | undefined {
    return this.#waiting.get(key)?.isNew;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Until the next look. One at all of a thousand is ten requests, and D1 answers a thousand to one invocation, which a slice
   * of minutes is.
   */
  get lookAfterMs(): number {
    return LOOK_EVERY_MS * Math.min(SELDOM, Math.max(1, Math.ceil(this.size / AT_ONCE)));
  }

  /** Those that keep failing, and are the engine's to try again. */
  get left(): number {
    return [...this.#failing.values()].filter(({ isLeft }) => isLeft).length;
  }

  /** Error codes of those that fail at present. */
  get failing(): string[] {
    return [...this.#failing.values()].map(({ code }) => code);
  }

  keys(isNew: boolean): ActivityKey[] {
    return [...this.#waiting].flatMap(([key, waiting]) => (waiting.isNew === isNew ? key : []));
  }

  /**
   * Takes out what has ended. They end about in the order in which they came, so unless `all` are asked for it stops
   * looking where nothing has. With `dropLost`, those that wait for nothing are let go: they were never handed over.
   */
  async takeEnded({ all, dropLost }: { all: boolean; dropLost: boolean }): Promise<Ended[]> {
    const ended: Ended[] = [];
    const keys = [...this.#waiting.keys()];
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      const some = keys.slice(from, from + AT_ONCE);
      const { activities } = await this.#store.activities({ keys: some, limit: AT_ONCE });
      const before = ended.length;
      for (const state of activities) if (this.#look(state)) ended.push(this.#take(state));
      if (dropLost) this.#drop(some, activities);
      if (!all && ended.length === before) break;
    }
    return ended;
  }

  #look(state: ActivityState): boolean {
    const { key, status, attempts, errorCode, dueAt } = state;
    this.stoppedBy ??= stoppingError(state, this.#waiting.get(key)?.since ?? this.#clock.now());
    this.#failing.delete(key);
    const isFailing = errorCode !== undefined && dueAt !== undefined && status !== "parked";
    if (isFailing) this.#failing.set(key, { code: errorCode, isLeft: attempts >= PATIENCE_ATTEMPTS });
    const isDue = dueAt !== undefined && dueAt <= this.#clock.now();
    return status !== "pending" && !isFailing && !isDue;
  }

  #take(state: ActivityState): Ended {
    const isNew = this.isNew(state.key) === true;
    this.#waiting.delete(state.key);
    return { state, isNew };
  }

  #drop(keys: readonly ActivityKey[], states: readonly ActivityState[]): void {
    const waiting = new Set(states.flatMap(({ key, dueAt }) => (dueAt === undefined ? [] : key)));
    for (const key of keys) if (!waiting.has(key)) this.#waiting.delete(key);
  }
}
