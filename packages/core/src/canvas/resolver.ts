import type { Schema } from "../notion/schema.js";
import type { Clock } from "../ports/clock.js";
import type { CanvasEntry, StateStore } from "../ports/state-store.js";
import { type SyncError, toSyncError } from "../sync-error.js";
import { findContactProperties } from "./contact-properties.js";
import { countryCode } from "./country.js";
import { normaliseEmail } from "./email.js";
import { type ContactQuery, findContacts } from "./find-contacts.js";
import { normalisePhone } from "./phone.js";
import { createRecent } from "./recent.js";

/** What to link when several contacts have one number: the oldest page, all of them, or none. */
export type CanvasPolicy = "oldest" | "all" | "none";

export interface CanvasAnswer {
  /** `unknown` is an error, never "there is none": ask again later. */
  status: "found" | "none" | "unknown";
  /** Oldest first for each identifier. With `unknown`, the contacts of those identifiers that could be looked up. */
  pageIds: string[];
  /** Why it is unknown. */
  cause?: SyncError;
}

export interface CanvasResolver {
  /**
   * The contact pages of all `identifiers` together: E.164 numbers and e-mail addresses. Others (short
   * codes, `anonymous`) are never looked up. Never rejects.
   */
  resolve(identifiers: readonly string[]): Promise<CanvasAnswer>;
  /** Drops what is remembered of these identifiers: a contact has gone, or has changed. */
  forget(identifiers: readonly string[]): Promise<void>;
}

export interface CanvasResolverOptions {
  query: ContactQuery;
  schema: () => Promise<Schema>;
  store: Pick<StateStore, "readCanvas" | "writeCanvas">;
  clock: Clock;
  /** Default `oldest`. */
  policy?: CanvasPolicy;
  /** Whose numbers contacts have that are written without a country code, as an ISO code (`US`); a wrong one throws at once. */
  defaultCountry: string;
  /** Names of the properties that hold them; without it they are recognised by type and name. */
  properties?: { phone?: readonly string[]; email?: readonly string[] };
  /** How long a found contact is believed; default 24 hours. */
  positiveTtlMs?: number;
  /** How long "there is none" is believed; default 10 minutes. */
  negativeTtlMs?: number;
}

/** Entries kept in memory in front of the store. */
const MEMORY = 10_000;

/**
 * Finds contacts: in memory, then in the store, then by one Notion query, which everyone who asks for the
 * same identifier meanwhile shares. What is remembered is all matches, so the policy may change at any time.
 */
export function createCanvasResolver(options: CanvasResolverOptions): CanvasResolver {
  const { query, schema, store, clock, policy = "oldest", properties } = options;
  const { positiveTtlMs = 86_400_000, negativeTtlMs = 600_000 } = options;
  const defaultCountry = countryCode(options.defaultCountry);
  const memory = createRecent<CanvasEntry>(MEMORY);
  const underway = new Map<string, Promise<CanvasEntry>>();

  async function find(identifier: string): Promise<CanvasEntry> {
    const remembered = memory.get(identifier);
    if (remembered && remembered.expiresAt > clock.now()) return remembered;
    const shared = underway.get(identifier);
    if (shared) return shared;
    const lookup = findCold(identifier).finally(() => underway.delete(identifier));
    underway.set(identifier, lookup);
    const entry = await lookup;
    memory.set(identifier, entry);
    return entry;
  }

  async function findCold(identifier: string): Promise<CanvasEntry> {
    const now = clock.now();
    const [stored] = await store.readCanvas([identifier], now);
    if (stored) return stored;
    const pageIds = await findContacts(identifier, {
      query,
      properties: findContactProperties(await schema(), properties),
      defaultCountry,
    });
    const expiresAt = now + (pageIds.length > 0 ? positiveTtlMs : negativeTtlMs);
    const entry = { identifier, pageIds, expiresAt };
    // The answer stands even if it cannot be kept: the next process asks Notion again.
    await store.writeCanvas([entry], now).catch(() => {});
    return entry;
  }

  const lookedUp = (identifiers: readonly string[]): string[] => [
    ...new Set(identifiers.flatMap((text) => normaliseEmail(text) ?? normalisePhone(text) ?? [])),
  ];

  return {
    async forget(identifiers) {
      const expired = lookedUp(identifiers).map((identifier) => ({ identifier, pageIds: [], expiresAt: 0 }));
      for (const entry of expired) memory.set(entry.identifier, entry);
      await store.writeCanvas(expired, clock.now());
    },
    async resolve(identifiers) {
      const wanted = lookedUp(identifiers);
      const lookups = await Promise.allSettled(wanted.map(find));
      const pageIds = new Set<string>();
      let cause: SyncError | undefined;
      for (const lookup of lookups) {
        if (lookup.status === "rejected") cause ??= toSyncError(lookup.reason);
        else for (const id of chosen(lookup.value.pageIds, policy)) pageIds.add(id);
      }
      if (cause) return { status: "unknown", pageIds: [...pageIds], cause };
      return { status: pageIds.size > 0 ? "found" : "none", pageIds: [...pageIds] };
    },
  };
}

function chosen(pageIds: readonly string[], policy: CanvasPolicy): readonly string[] {
  switch (policy) {
    case "all":
      return pageIds;
    case "oldest":
      return pageIds.slice(0, 1);
    case "none":
      return pageIds.length === 1 ? pageIds : [];
  }
}
