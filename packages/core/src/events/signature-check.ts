/** What came of checking one header family. */
export type SignatureCheck = "absent" | "invalid" | "expired" | "verified";

/** Milliseconds since the epoch, and how far a timestamp may lie before or after. */
export interface SignatureWindow {
  now: number;
  toleranceMs: number;
}

export const isInside = (timestampMs: number, { now, toleranceMs }: SignatureWindow): boolean =>
  Math.abs(now - timestampMs) <= toleranceMs;

/**
 * Signatures looked at in one request. Senders put two there while a key is rotated; each more costs a hash of
 * the whole body, at the bidding of whoever sent it.
 */
export const MAX_SIGNATURES = 5;
