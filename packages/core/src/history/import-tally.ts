import type { ActivityKey } from "../key.js";
import type { HistoryPage } from "../openphone/history/history-source.js";
import type { Adoption } from "./adopt-rows.js";
import { etaMs } from "./eta.js";
import type { HistoryParts } from "./history-parts.js";
import type { Planned } from "./import-plan.js";
import { type ImportMemory, type ImportProgress, type Kept, MAX_GAPS } from "./import-progress.js";
import { type Ended, Unfinished } from "./unfinished.js";

const SHOW_EVERY_MS = 1_000;

/** Keeps count of one import: what is shown of it, and what is remembered to take it up again. */
export class ImportTally {
  readonly unfinished: Unfinished;
  readonly progress: ImportProgress;
  readonly memory: ImportMemory;
  readonly #parts: Pick<HistoryParts, "notion" | "notionLeft" | "clock">;
  readonly #onProgress: (progress: ImportProgress) => void;
  readonly #startedAt: number;
  readonly #requestsBefore: number;
  #ended = 0;
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(
    parts: Pick<HistoryParts, "store" | "notion" | "notionLeft" | "clock">,
    { progress, memory }: Kept,
    onProgress: (progress: ImportProgress) => void,
  ) {
    this.#parts = parts;
    this.#onProgress = onProgress;
    this.#startedAt = parts.clock.now();
    this.#requestsBefore = parts.notion.requests;
    this.progress = progress;
    this.memory = memory;
    this.unfinished = new Unfinished(parts.store, parts.clock);
    for (const key of memory.creating) this.unfinished.add(key as ActivityKey, true);
    for (const key of memory.updating) this.unfinished.add(key as ActivityKey, false);
  }

  addAdoption({ adopted, doubled }: Adoption): void {
    this.progress.counts.adopted += adopted;
    this.progress.counts.doubled += doubled;
    this.show();
  }

  /** Enters what is about to be handed over among the unfinished. */
  expect(planned: readonly Planned[]): void {
    for (const { row, known, isNews } of planned) {
      if (isNews) this.unfinished.add(row.key, known?.pageId === undefined);
    }
  }

  /** Counts a page whose activities are all handed over. */
  turnPage({ items, cursor, done, gaps }: HistoryPage, planned: readonly Planned[]): void {
    const { counts } = this.progress;
    counts.read += items.length;
    for (const { row } of planned) {
      const isNew = this.unfinished.isNew(row.key);
      if (isNew === undefined) counts.unchanged++;
      else if (isNew) counts.new++;
    }
    this.progress.phase = "reading";
    this.progress.read = done;
    this.progress.gapCount += gaps.length;
    this.progress.gaps = [...this.progress.gaps, ...gaps].slice(0, MAX_GAPS);
    this.memory.cursor = cursor;
  }

  countEnded(ended: readonly Ended[]): void {
    const { counts } = this.progress;
    this.#ended += ended.length;
    for (const { state, isNew } of ended) {
      if (state.status === "synced") counts[isNew ? "created" : "updated"]++;
      else if (state.status !== "pending") counts[state.status]++;
      const { status, errorCode } = state;
      if (status === "parked" && errorCode) addOne(this.memory.parkedBy, errorCode);
    }
  }

  report(): ImportProgress {
    const { notion, notionLeft, clock } = this.#parts;
    const { failing, size } = this.unfinished;
    const errors = { ...this.memory.parkedBy };
    for (const code of failing) addOne(errors, code);
    const left = notionLeft?.();
    const eta = etaMs({
      elapsedMs: clock.now() - this.#startedAt,
      ended: this.#ended,
      waiting: size,
      read: this.progress.read,
      news: this.progress.counts.read - this.progress.counts.unchanged,
    });
    const { notionLeft: _left, etaMs: _eta, ...progress } = this.progress;
    return {
      ...structuredClone(progress),
      ...{ errors, waiting: size, failing: failing.length },
      notionRequests: notion.requests - this.#requestsBefore,
      ...(left === undefined ? {} : { notionLeft: left }),
      ...(eta === undefined ? {} : { etaMs: eta }),
    };
  }

  readonly kept = (): Kept => ({
    progress: this.report(),
    memory: {
      ...this.memory,
      creating: this.unfinished.keys(true),
      updating: this.unfinished.keys(false),
    },
  });

  show({ now }: { now: boolean } = { now: false }): void {
    const time = this.#parts.clock.now();
    if (!now && time < this.#shownAt + SHOW_EVERY_MS) return;
    this.#shownAt = time;
    this.#onProgress(this.report());
  }
}

function addOne(counts: Record<string, number>, code: string): void {
  counts[code] = (counts[code] ?? 0) + 1;
}
