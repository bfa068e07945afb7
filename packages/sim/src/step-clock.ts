import type { Clock } from "@openphone-notion/core";

interface Timer {
  at: number;
  /** Timers of one moment run in the order in which they were set. */
  sequence: number;
  callback: (() => void) | undefined;
}

const isBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.sequence < b.sequence);

/**
 * The one clock of a world, and its event loop: time stands still while anything runs, then jumps to the next
 * timer. Between two timers everything that can go on does so, until it waits for the clock again.
 */
export class StepClock implements Clock {
  #now: number;
  #sequence = 0;
  /** A binary heap; cancelled timers stay in it without their callback. */
  readonly #timers: Timer[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, callback: () => void): () => void {
    // Whole milliseconds, as clocks show them.
    const at = this.#now + Math.max(0, Math.ceil(delayMs));
    const timer: Timer = { at, sequence: this.#sequence++, callback };
    this.#push(timer);
    return () => {
      timer.callback = undefined;
    };
  }

  /** Runs all timers up to `end`, then stands at `end`. Stops early, where it is, once `until` says so. */
  async runTo(end: number, until: () => boolean = () => false): Promise<void> {
    await everythingWaits();
    for (let next = this.#timers[0]; next && next.at <= end; next = this.#timers[0]) {
      this.#pop();
      if (!next.callback) continue;
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await everythingWaits();
      if (until()) return;
    }
    this.#now = Math.max(this.#now, end);
  }

  #push(timer: Timer): void {
    const heap = this.#timers;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (isBefore(heap[parent]!, timer)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = timer;
  }

  #pop(): void {
    const heap = this.#timers;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(last, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

/**
 * One turn of Node's own loop runs every promise and stream reaction that is ready, and those they lead to.
 * Nothing in the world waits for a thread, a socket or a real timer (see `digest-at-once`), so then all wait
 * for the clock.
 */
const everythingWaits = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
