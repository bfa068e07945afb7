import type { NotionGateway } from "../notion/gateway.js";
import type { Schema } from "../notion/schema.js";
import type { CanvasEntry, IndexedContact, UsedContacts } from "../ports/canvas-state.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";
import { SyncError, toSyncError } from "../sync-error.js";
import { checkContacts } from "./check-contacts.js";
import type { NamedProperties } from "./contact-properties.js";
import { type ContactSource, contactSource } from "./contact-source.js";
import { countryCode } from "./country.js";
import { crawlContacts, nextCrawlAt } from "./crawl-contacts.js";
import { findContacts } from "./find-contacts.js";
import type { IndexParts } from "./index-parts.js";
import { readChangesUpTo, readIndexState, readTrashState } from "./index-state.js";
import { lookIntoTrash } from "./look-into-trash.js";
import { findTrashed } from "./missing/find-trashed.js";
import { readChanges } from "./read-changes.js";
import { createRecent } from "./recent.js";
import { createRecentIndexState } from "./recent-index-state.js";

export interface ContactIndexOptions {
  notion: Pick<NotionGateway, "query" | "retrievePage">;
  /** The contact database's schema, no older than `maxAgeMs`. */
  schema: (priority: "critical" | "standard" | "low", maxAgeMs?: number) => Promise<Schema>;
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

export interface LookUpOptions {
  /** What this process remembers is passed over. */
  fresh?: boolean;
  /** An index that is some minutes old is believed to know everybody, else one that is some seconds old. */
  patient?: boolean;
  /** What the store has told, so that it need not be asked. */
  told?: Told;
}

/** What the store knew of identifiers at a moment, in milliseconds since the epoch; `undefined`: nothing. */
export interface Told {
  at: number;
  entries: ReadonlyMap<string, CanvasEntry | undefined>;
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

/** Answers kept in memory in front of the store; 100 bytes to some hundred each. */
const MEMORY = 50_000;
/** Another process may have learnt better meanwhile; a settle notices where it has. */
const MEMORY_TTL_MS = 60_000;
/** Somebody may have asked Notion since the store knew nothing, which costs more than to ask the store once more. */
const NOTHING_TTL_MS = 1_000;
const NONE_TTL_MS = 10 * 60_000;
/** A contact whom nobody has read again for so long is looked up afresh. */
const FOUND_TTL_MS = 24 * 3_600_000;
/** Unknown identifiers lead to no more than one request for changes in this time. */
const ASK_EVERY_MS = 15_000;
/** The same for what nobody waits for: who becomes a contact meanwhile is linked when the index learns of it. */
const ASK_PATIENTLY_EVERY_MS = 5 * 60_000;
/** Changes since longer ago may be many: one request for the identifier is surer. */
const MANY_CHANGES_MS = 3_600_000;
const LOOK_INTO_TRASH_EVERY_MS = 5 * 60_000;
const SCHEMA_TTL_MS = 3_600_000;
const ROLE = "canvas";
const LEASE_MS = 120_000;

/**
 * Knows which contact pages hold which numbers and addresses: in memory, then in the state store, which one crawl fills
 * and a query for changes keeps fresh. Until the crawl is done, Notion is asked for each identifier by itself.
 */
export function createContactIndex(options: ContactIndexOptions): ContactIndex {
  const { store, clock, logger, owner } = options;
  const country = countryCode(options.defaultCountry);
  const memory = createRecent<CanvasEntry & { until: number }>(MEMORY);
  const underWay = new Map<string, Promise<UsedContacts>>();
  const state = createRecentIndexState(store, clock);
  let readingChanges: Promise<boolean> | undefined;

  const parts: IndexParts = {
    ...{ notion: options.notion, store, clock, logger, queryLagMs: options.queryLagMs },
    source: async (priority, maxAgeMs = SCHEMA_TTL_MS): Promise<ContactSource> =>
      contactSource(await options.schema(priority, maxAgeMs), { country, named: options.properties }),
    changed: (identifiers) => identifiers.forEach(memory.delete),
  };

  async function isFresh({ asOf }: CanvasEntry, now: number): Promise<boolean> {
    if (asOf === undefined || asOf + FOUND_TTL_MS > now) return true;
    return (await state.read()).upTo + FOUND_TTL_MS > now;
  }

  async function lookUpCold(
    identifier: string,
    askEveryMs: number,
    told: Told | undefined,
  ): Promise<UsedContacts> {
    const isTold = told?.entries.has(identifier) && clock.now() - told.at < NOTHING_TTL_MS;
    const before = told?.entries.get(identifier) ?? (isTold ? undefined : await readStored(identifier));
    if (before && (await isFresh(before, clock.now()))) return { identifier, pageIds: before.pageIds };
    const source = await parts.source("critical");
    const { done, upTo } = await state.read();
    const age = clock.now() - upTo;
    const asksForIt = done?.signature !== source.signature || age > MANY_CHANGES_MS;
    const asked = asksForIt || age >= askEveryMs;
    let pageIds: string[] | undefined;
    if (asksForIt) pageIds = await findContacts(parts, source, identifier);
    else if (asked) await changesForAll(source);
    // So the store would answer, too; where somebody has put another meanwhile, the settle notices it.
    const isAll = before === undefined && (!asked || pageIds !== undefined);
    pageIds = (isAll ? pageIds : (await readStored(identifier))?.pageIds) ?? [];
    const isNone = pageIds.length === 0;
    return { identifier, pageIds, asked, ...(isNone ? { noneUntil: clock.now() + NONE_TTL_MS } : {}) };
  }

  const readStored = async (identifier: string): Promise<CanvasEntry | undefined> =>
    (await store.readCanvas([identifier], clock.now()))[0];

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
    const known = await readStored(identifier);
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

  const claim = (leaseMs: number) => store.claim(ROLE, { owner, leaseMs, now: clock.now() });

  async function bringUpToDate(goOn: () => Promise<void>): Promise<void> {
    const source = await parts.source("low", SCHEMA_TTL_MS / 6);
    const { done } = await readIndexState(store);
    const isDue = !done || done.signature !== source.signature || nextCrawlAt(done) <= clock.now();
    if (isDue) await crawlContacts(parts, source, goOn);
    const upTo = (await readChangesUpTo(store)) ?? 0;
    if (!isDue || upTo + ASK_EVERY_MS <= clock.now()) {
      await goOn();
      await readChanges(parts, source, "low");
    }
    // Whom a crawl has not met is forgotten by it.
    if (isDue) return;
    const trash = await readTrashState(store);
    if ((trash?.lookedAt ?? 0) + LOOK_INTO_TRASH_EVERY_MS > clock.now()) return;
    await goOn();
    await lookIntoTrash(parts, source);
  }

  return {
    async lookUp(identifier, { fresh = false, patient = false, told } = {}) {
      const remembered = fresh || told?.entries.get(identifier) ? undefined : memory.get(identifier);
      if (remembered && remembered.until > clock.now()) return { identifier, pageIds: remembered.pageIds };
      const shared = underWay.get(identifier);
      if (shared && !fresh) return shared;
      const askEveryMs = patient ? ASK_PATIENTLY_EVERY_MS : ASK_EVERY_MS;
      const lookup = lookUpCold(identifier, askEveryMs, told).finally(() => underWay.delete(identifier));
      underWay.set(identifier, lookup);
      const found = await lookup;
      const { pageIds, noneUntil } = found;
      memory.set(identifier, { identifier, pageIds, until: noneUntil ?? clock.now() + MEMORY_TTL_MS });
      return found;
    },
    async refresh({ signal } = {}) {
      if (!(await claim(LEASE_MS))) return false;
      try {
        await bringUpToDate(async () => {
          signal?.throwIfAborted();
          if (!(await claim(LEASE_MS)))
            throw new SyncError("lease_lost", "Another process reads the contacts.", { retry: "now" });
        });
        return true;
      } catch (error) {
        if (signal?.aborted) return true;
        throw error;
      } finally {
        state.forget();
        // A role that cannot be given up now runs out by itself.
        await claim(0).catch((error) => logger.warn("canvas.role_kept", { code: toSyncError(error).code }));
      }
    },
    check: (pageIds) => checkContacts(parts, pageIds, "standard"),
    seek,
    seekTrashed: (identifier) => findTrashed(parts, identifier),
    put: async (contact) => parts.changed(await store.putContacts([contact], clock.now())),
    source: () => parts.source("standard"),
  };
}
