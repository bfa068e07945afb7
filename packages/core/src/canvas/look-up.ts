import type { CanvasEntry, UsedContacts } from "../ports/canvas-state.js";
import type { ContactSource } from "./contact-source.js";
import { findContacts } from "./find-contacts.js";
import { ASK_EVERY_MS } from "./index-pace.js";
import type { IndexParts } from "./index-parts.js";
import { createRecent } from "./recent.js";
import type { RecentIndexState } from "./recent-index-state.js";

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

/** As `ASK_EVERY_MS` for what nobody waits for: who becomes a contact meanwhile is linked when the index learns of it. */
const ASK_PATIENTLY_EVERY_MS = 5 * 60_000;
/** Answers kept in memory in front of the store; 100 bytes to some hundred each. */
const MEMORY = 50_000;
/** Another process may have learnt better meanwhile; a settle notices where it has. */
const MEMORY_TTL_MS = 60_000;
/** Somebody may have asked Notion since the store knew nothing, which costs more than to ask the store once more. */
const NOTHING_TTL_MS = 1_000;
const NONE_TTL_MS = 10 * 60_000;
/** A contact whom nobody has read again for so long is looked up afresh. */
const FOUND_TTL_MS = 24 * 3_600_000;
/** Changes since longer ago may be many: one request for the identifier is surer. */
const MANY_CHANGES_MS = 3_600_000;

export interface LookUpParts {
  index: IndexParts;
  state(): Promise<RecentIndexState>;
  /** Takes in what has changed since the index was last brought up to date. */
  readChanges(source: ContactSource): Promise<void>;
}

/** Looks identifiers up: in memory, then in the store, then in Notion; whoever asks for the same meanwhile shares that. */
export function createLookUp({ index, state, readChanges }: LookUpParts) {
  const { clock } = index;
  const memory = createRecent<Pick<CanvasEntry, "pageIds"> & { until: number }>(MEMORY);
  const underWay = new Map<string, Promise<UsedContacts>>();

  async function isFresh({ asOf }: CanvasEntry, now: number): Promise<boolean> {
    if (asOf === undefined || asOf + FOUND_TTL_MS > now) return true;
    return (await state()).upTo + FOUND_TTL_MS > now;
  }

  async function lookUpCold(
    identifier: string,
    askEveryMs: number,
    told: Told | undefined,
  ): Promise<UsedContacts> {
    const recent = told?.entries.has(identifier) && clock.now() - told.at < NOTHING_TTL_MS ? told : undefined;
    const lookedAt = recent?.at ?? clock.now();
    const before =
      told?.entries.get(identifier) ?? (recent ? undefined : await readStored(index, identifier));
    if (before && (await isFresh(before, clock.now()))) return { identifier, pageIds: before.pageIds };
    const source = await index.source("critical");
    const { done, upTo, toldAt } = await state();
    const age = clock.now() - upTo;
    const asksForIt = done?.signature !== source.signature || age > MANY_CHANGES_MS;
    const asked = asksForIt || age >= askEveryMs;
    let pageIds: string[] | undefined;
    if (asksForIt) pageIds = await findContacts(index, source, identifier);
    else if (asked) await readChanges(source);
    // So the store would answer, too; where somebody has put another meanwhile, the settle notices it. Not where all
    // has been read only since the store knew nothing: a crawl may have ended in between.
    const isAll = before === undefined && (asked ? pageIds !== undefined : toldAt < lookedAt);
    pageIds = (isAll ? pageIds : (await readStored(index, identifier))?.pageIds) ?? [];
    const isNone = pageIds.length === 0;
    return { identifier, pageIds, asked, ...(isNone ? { noneUntil: clock.now() + NONE_TTL_MS } : {}) };
  }

  return {
    async lookUp(
      identifier: string,
      { fresh = false, patient = false, told }: LookUpOptions = {},
    ): Promise<UsedContacts> {
      const remembered = fresh || told?.entries.get(identifier) ? undefined : memory.get(identifier);
      if (remembered && remembered.until > clock.now()) return { identifier, pageIds: remembered.pageIds };
      const shared = underWay.get(identifier);
      if (shared && !fresh) return shared;
      const askEveryMs = patient ? ASK_PATIENTLY_EVERY_MS : ASK_EVERY_MS;
      const lookup = lookUpCold(identifier, askEveryMs, told).finally(() => underWay.delete(identifier));
      underWay.set(identifier, lookup);
      const found = await lookup;
      const { pageIds, noneUntil } = found;
      memory.set(identifier, { pageIds, until: noneUntil ?? clock.now() + MEMORY_TTL_MS });
      return found;
    },
    /** Passes what is remembered over from now on. */
    forget: (identifiers: readonly string[]): void => identifiers.forEach(memory.delete),
  };
}

/** What the store knows of an identifier now. */
export const readStored = async (
  { store, clock }: Pick<IndexParts, "store" | "clock">,
  identifier: string,
): Promise<CanvasEntry | undefined> => (await store.readCanvas([identifier], clock.now()))[0];
