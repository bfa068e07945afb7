import type { Clock } from "../ports/clock.js";
import type { StateStore } from "../ports/state-store.js";
import { type CrawlState, readChangesUpTo, readIndexState } from "./index-state.js";

/** How far the contact index has come, as a look-up needs it. */
export interface RecentIndexState {
  done?: CrawlState | undefined;
  /** All changes until then have been taken in. */
  upTo: number;
  /** When the store had answered that: what it told of an identifier before may lack what it has taken in since. */
  toldAt: number;
}

const MEMORY_MS = 15_000;

/**
 * Spares each look-up two questions to the store. What is remembered stays true, for what was read up to a moment has
 * been read up to it; other workers may only have come further since. A worker forgets it when it has itself.
 */
export function createRecentIndexState(store: Pick<StateStore, "getCursor" | "putCursor">, clock: Clock) {
  let known: (RecentIndexState & { at: number }) | undefined;
  return {
    async read(): Promise<RecentIndexState> {
      const now = clock.now();
      if (known && known.at <= now && now < known.at + MEMORY_MS) return known;
      const [{ done }, upTo = 0] = await Promise.all([readIndexState(store), readChangesUpTo(store)]);
      known = { done, upTo, toldAt: clock.now(), at: now };
      return known;
    },
    forget(): void {
      known = undefined;
    },
  };
}
