import type { NotionGateway } from "../notion/gateway.js";
import type { Schema } from "../notion/schema.js";
import type { IndexedContact, UsedContacts } from "../ports/canvas-state.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";
import type { Priority } from "../priority.js";
import { SyncError, toSyncError } from "../sync-error.js";
import { askContacts } from "./ask-contacts.js";
import { checkContacts } from "./check-contacts.js";
import type { NamedProperties } from "./contact-properties.js";
import { type ContactSource, contactSource } from "./contact-source.js";
import { countryCode } from "./country.js";
import { findContacts } from "./find-contacts.js";
import { SCHEMA_TTL_MS } from "./index-pace.js";
import type { IndexParts } from "./index-parts.js";
import { readIndexState } from "./index-state.js";
import { createLookUp, type LookUpOptions, readStored } from "./look-up.js";
import { findTrashed } from "./missing/find-trashed.js";
import { readChanges } from "./read-changes.js";
import { createRecentIndexState } from "./recent-index-state.js";
import { refreshIndex } from "./refresh-index.js";

export interface ContactIndexOptions {
  notion: Pick<NotionGateway, "query" | "retrievePage">;
  /** The contact database's schema, no older than `maxAgeMs`. */
  schema: (priority: Priority, maxAgeMs?: number) => Promise<Schema>;
  store: StateStore;
  clock: Clock;
  logger: Logger;
  /** Whose numbers contacts have that are written without a country code, as an ISO code (`US`); a wrong one throws at once. */
  defaultCountry: string;
  properties?: NamedProperties;
  queryLagMs: number;
  /** Names this worker; must differ between workers. */
  owner: string;
}

export interface ContactIndex {
  /** What is known of each identifier, from memory, the store, or Notion. Rejects where that cannot be told. */
  lookUp(identifier: string, options?: LookUpOptions): Promise<UsedContacts>;
  /**
   * Brings the index up to date: a crawl when there was none or it is time for the next, then what has changed since, and
   * the trash. One worker at a time; answers `false` when another is at it.
   */
  refresh(options?: { signal?: AbortSignal }): Promise<boolean>;
  /** Reads single contact pages, live or thrown away, at once. */
  check(pageIds: readonly string[]): Promise<void>;
  /** Asks Notion for an identifier by itself, whatever is believed of it. */
  seek(identifier: string): Promise<UsedContacts>;
  /** The page of an identifier that lies in the trash. */
  seekTrashed(identifier: string): Promise<string | undefined>;
  /** Takes in a contact that was made at this moment. */
  put(contact: IndexedContact): Promise<void>;
  source(): Promise<ContactSource>;
}

/**
 * Knows which contact pages hold which numbers and addresses: in memory, then in the state store, which one crawl fills
 * and a query for changes keeps fresh. Until the crawl is done, Notion is asked for each identifier by itself.
 */
export function createContactIndex(options: ContactIndexOptions): ContactIndex {
  const { store, clock, logger, owner } = options;
  const country = countryCode(options.defaultCountry);
  const state = createRecentIndexState(store, clock);
  let readingChanges: Promise<boolean> | undefined;

  const { notion, queryLagMs } = options;
  const source = async (priority: Priority, maxAgeMs = SCHEMA_TTL_MS): Promise<ContactSource> =>
    contactSource(await options.schema(priority, maxAgeMs), { country, named: options.properties });

  const parts: IndexParts = {
    notion: { retrievePage: notion.retrievePage, query: askContacts(notion, { source, clock }) },
    ...{ source, store, clock, logger, queryLagMs },
    changed: (identifiers) => forget(identifiers),
  };
  const { lookUp, forget } = createLookUp({ index: parts, state: state.read, readChanges: changesForAll });

  async function seek(identifier: string): Promise<UsedContacts> {
    const source = await parts.source("critical");
    try {
      await findContacts(parts, source, identifier);
    } catch (error) {
      // What Notion cannot filter is known only by reading all.
      const { done } = await readIndexState(store);
      const isPending = toSyncError(error).code === "notion_lookup_pending";
      if (!isPending || done?.signature !== source.signature) throw error;
      await changesForAll(source);
    }
    const known = await readStored(parts, identifier);
    return { identifier, pageIds: known?.pageIds ?? [], asked: true };
  }

  /** Whoever wants to know of changes meanwhile shares the request. */
  async function changesForAll(source: ContactSource): Promise<void> {
    readingChanges ??= readChanges(parts, source, "critical").finally(() => {
      readingChanges = undefined;
      state.forget();
    });
    if (!(await readingChanges)) {
      throw new SyncError("notion_lookup_pending", "The contacts are to be read again.", { retry: "now" });
    }
  }

  return {
    lookUp,
    refresh: ({ signal } = {}) => refreshIndex(parts, { owner, signal }).finally(state.forget),
    check: (pageIds) => checkContacts(parts, pageIds, "standard"),
    seek,
    seekTrashed: (identifier) => findTrashed(parts, identifier),
    put: async (contact) => parts.changed(await store.putContacts([contact], clock.now())),
    source: () => parts.source("standard"),
  };
}
