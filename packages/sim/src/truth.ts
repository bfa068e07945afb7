import {
  type ActivityKey,
  type ActivityRecord,
  canonicalJson,
  foldRecord,
  type Json,
  parseEvent,
  type StateStore,
} from "@openphone-notion/core";
import type { Findings } from "./findings.ts";

interface KnownEvent {
  key: ActivityKey | undefined;
  /** What it says of its activity. */
  patch: ActivityRecord | undefined;
  processed: boolean;
}

/**
 * Watches the store from within, where nothing can come in between: what is really stored, and whether each
 * record that is settled holds all that its events say.
 */
export class Truth {
  readonly #events = new Map<string, KnownEvent>();
  readonly #bodies = new Set<string>();
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Whether a delivery with this body is durable. */
  holds(body: string): boolean {
    return this.#bodies.has(body);
  }

  /** All keys that a durable event speaks of. */
  keys(): ActivityKey[] {
    return [...new Set([...this.#events.values()].flatMap(({ key }) => key ?? []))];
  }

  watch(store: StateStore): StateStore {
    return {
      ...store,
      receive: async (events) => {
        const answer = await store.receive(events);
        for (const { id, key, body, receivedAt } of events) {
          this.#bodies.add(body);
          if (this.#events.has(id)) continue;
          const { activity } = parseEvent(body, { receivedAt });
          this.#events.set(id, { key, patch: activity?.patch, processed: false });
        }
        return answer;
      },
      settle: async (lease, settlement, now) => {
        await store.settle(lease, settlement, now);
        for (const id of settlement.processedEventIds) {
          const event = this.#events.get(id);
          if (event) event.processed = true;
        }
        this.#check(lease.key, settlement.record);
      },
    };
  }

  /** Folding patches into a record that already holds them changes nothing. */
  #check(key: ActivityKey, settled: Json): void {
    const record = settled as unknown as ActivityRecord;
    const processed = [...this.#events.values()].filter((event) => event.key === key && event.processed);
    const again = foldRecord(
      record,
      processed.flatMap(({ patch }) => patch ?? []),
    );
    if (canonicalJson(again as unknown as Json) !== canonicalJson(settled))
      this.#findings.add("event-missing-from-record", key);
  }
}
