import type { ActivityKey } from "../key.js";
import type { StateStore } from "../ports/state-store.js";

/** Keys of one cursor: it stays far below what any store takes as one value. */
const CHUNK = 4_000;

const nameOf = (chunk: number): string => `reconcile:expected:${chunk}`;

/** The activities whose rows a reconciliation is to look at, kept in the state so that another process can go on. */
export class ExpectedKeys {
  readonly #store: Pick<StateStore, "getCursor" | "putCursor">;
  /** All, also those that are not kept yet. */
  readonly keys = new Set<ActivityKey>();
  #recent: ActivityKey[] = [];
  /** Chunks that are full; the one after them holds what is recent. */
  chunks = 0;

  constructor(store: Pick<StateStore, "getCursor" | "putCursor">) {
    this.#store = store;
  }

  add(key: ActivityKey): void {
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.#recent.push(key);
  }

  /** Resolves when all are kept. */
  async keep(): Promise<void> {
    while (this.#recent.length >= CHUNK) {
      await this.#store.putCursor(nameOf(this.chunks), JSON.stringify(this.#recent.slice(0, CHUNK)));
      this.chunks++;
      this.#recent = this.#recent.slice(CHUNK);
    }
    await this.#store.putCursor(nameOf(this.chunks), JSON.stringify(this.#recent));
  }

  /** Takes up what was kept; `chunks` as it was then. */
  async load(chunks: number): Promise<void> {
    for (this.chunks = 0; this.chunks <= chunks; this.chunks++) {
      const text = await this.#store.getCursor(nameOf(this.chunks));
      this.#recent = JSON.parse(text || "[]") as ActivityKey[];
      for (const key of this.#recent) this.keys.add(key);
    }
    this.chunks = chunks;
  }

  /** Leaves nothing of it in the state. */
  async clear(): Promise<void> {
    for (let chunk = 0; chunk <= this.chunks; chunk++) await this.#store.putCursor(nameOf(chunk), "");
  }
}
