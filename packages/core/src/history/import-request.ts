import type { Json } from "../json.js";
import type { HistoryRange } from "../openphone/history/history-source.js";
import { SyncError } from "../sync-error.js";
import type { HistoryParts } from "./history-parts.js";

/** What of the past is to be worked on. */
export interface HistoryRequest {
  /** Milliseconds since the epoch; inclusive. */
  since: number;
  /** Milliseconds since the epoch; exclusive. Default: the moment at which the work begins. */
  until?: number;
  /** Only these numbers of the workspace: ids (`PN…`) or E.164. Default: all. */
  phoneNumbers?: readonly string[];
}

/** As JSON, to tell one request from another. */
export const requestJson = ({ since, until, phoneNumbers }: HistoryRequest): Json => ({
  since,
  ...(until === undefined ? {} : { until }),
  ...(phoneNumbers ? { phoneNumbers: [...phoneNumbers].sort() } : {}),
});

/**
 * The range that a request means, with its end pinned. Asks OpenPhone for its numbers in any case, so that a key that
 * is refused shows before anything has begun. Rejects with `invalid_configuration` for a range or a number that cannot be.
 */
export async function rangeOf(
  { openphone, clock }: Pick<HistoryParts, "openphone" | "clock">,
  { since, until, phoneNumbers }: HistoryRequest,
): Promise<HistoryRange> {
  const now = clock.now();
  const end = Math.min(until ?? now, now);
  if (!Number.isFinite(since) || Number.isNaN(end)) throw wrong("The range needs a valid beginning and end.");
  if (since >= now) throw wrong("The range begins in the future.");
  if (since >= end) throw wrong("The range ends before it begins.");

  const known = await openphone.listPhoneNumbers();
  if (!phoneNumbers) return { since, until: end };
  if (phoneNumbers.length === 0) throw wrong("Name at least one number, or none of them for all.");
  const phoneNumberIds = phoneNumbers.map((wanted, index) => {
    const plain = wanted.replace(/[\s().-]/g, "");
    const found = known.find(({ id, number }) => id === plain || number === plain);
    if (found?.id) return found.id;
    const ids = known.flatMap(({ id }) => id ?? []).join(", ");
    throw wrong(
      `Number ${index + 1} of those named is not one of the workspace. Its numbers have the ids ${ids}.`,
    );
  });
  return { since, until: end, phoneNumberIds: [...new Set(phoneNumberIds)] };
}

const wrong = (message: string): SyncError =>
  new SyncError("invalid_configuration", message, { retry: "never" });
