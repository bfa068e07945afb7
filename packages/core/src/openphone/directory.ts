import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";
import type { Directory } from "../record/directory.js";
import { toSyncError } from "../sync-error.js";
import type { OpenPhoneClient } from "./client.js";
import { type DirectoryEntries, emptyEntries, entriesFrom, entriesText } from "./directory-entries.js";

/** Name of the cursor that keeps the directory over a restart. */
const CURSOR = "directory";
/** Between two reads of the API, whatever the reason: a failure, or ids that it does not know. */
const PAUSE_MS = 60_000;
/** Names are worth waiting for, but not for long: a row without them is completed later. */
const PATIENCE_MS = 2_000;

export interface DirectoryOptions {
  client: Pick<OpenPhoneClient, "listPhoneNumbers" | "listUsers">;
  store?: Pick<StateStore, "getCursor" | "putCursor">;
  clock: Clock;
  /** How long names are believed; default one hour. */
  ttlMs?: number;
  logger: Logger;
}

/**
 * The workspace's own numbers and users. `load` answers from memory or the store, and reads the API when
 * what is known is too old or when somebody asked a loaded directory for a `PN…` or `US…` it did not know.
 *
 * `load` never rejects: while the API (or the store) fails, the last known directory is used and the API is
 * tried again a minute later. An id that it does not know is therefore "not known yet", never "does not exist".
 */
export function createDirectory(options: DirectoryOptions): { load(): Promise<Directory> } {
  const { client, store, clock, ttlMs = 3_600_000, logger } = options;
  let entries: DirectoryEntries | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let unknownAsked = false;
  let loading: Promise<void> | undefined;

  const warn = (event: string) => (error: unknown) => {
    logger.warn(event, { code: toSyncError(error).code });
    return undefined;
  };

  async function load(): Promise<void> {
    entries ??= entriesFrom(await store?.getCursor(CURSOR).catch(warn("directory.store_failed")));
    const now = clock.now();
    const stale = unknownAsked || now >= (entries ?? emptyEntries).readAt + ttlMs;
    if (!stale || now < triedAt + PAUSE_MS) return;
    triedAt = now;
    unknownAsked = false;
    await refresh(now);
  }

  /** One list may fail without costing the other. Half an answer is used, but not kept over a restart. */
  async function refresh(now: number): Promise<void> {
    const [phoneNumbers, users] = await Promise.all([
      client.listPhoneNumbers().catch(warn("directory.phone_numbers_failed")),
      client.listUsers().catch(warn("directory.users_failed")),
    ]);
    if (!phoneNumbers && !users) return;
    const whole = phoneNumbers !== undefined && users !== undefined;
    entries = {
      ...(entries ?? emptyEntries),
      ...(phoneNumbers && { phoneNumbers }),
      ...(users && { users }),
    };
    if (!whole) return;
    entries.readAt = now;
    await store?.putCursor(CURSOR, entriesText(entries)).catch(warn("directory.store_failed"));
  }

  /** A slow answer is used by whoever comes after it. */
  async function noLongerThan(ms: number, work: Promise<void>): Promise<void> {
    let cancel = () => {};
    const patience = new Promise<void>((resolve) => {
      cancel = clock.after(ms, resolve);
    });
    await Promise.race([work, patience]);
    cancel();
  }

  return {
    async load() {
      // One patience for all who ask meanwhile: a run asks several times, and is to wait once.
      loading ??= noLongerThan(
        PATIENCE_MS,
        load().finally(() => {
          loading = undefined;
        }),
      );
      await loading;
      return lookup(entries ?? emptyEntries, () => {
        unknownAsked = true;
      });
    },
  };
}

function lookup({ phoneNumbers, users, readAt }: DirectoryEntries, onUnknown: () => void): Directory {
  const byIdOrNumber = new Map(
    phoneNumbers.flatMap((entry) => [entry.id, entry.number].map((it) => [it, entry])),
  );
  const userById = new Map(users.map((entry) => [entry.id, entry]));
  const ownNumbers = new Set(phoneNumbers.map((entry) => entry.number));
  return {
    phoneNumber(id) {
      const found = byIdOrNumber.get(id);
      if (!found && id.startsWith("PN")) onUnknown();
      return found;
    },
    user(id) {
      // AI agents are no users: the API answers 400 for their ids.
      if (id.startsWith("SY")) return { id, name: "Sona" };
      const found = userById.get(id);
      if (!found && id.startsWith("US")) onUnknown();
      return found;
    },
    isOwnNumber: (number) => ownNumbers.has(number),
    readAt,
    isPending: phoneNumbers.length === 0 && readAt === emptyEntries.readAt,
  };
}
