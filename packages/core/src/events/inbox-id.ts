import { bytesToHex } from "@noble/hashes/utils.js";
import type { NormalisedEvent } from "./normalised-event.js";
import { bodyBytes, sha256 } from "./sha256.js";

/**
 * What the inbox dedupes a delivery by: `<system>:<event id>:<16 hex digits of the body's SHA-256>`. The content
 * is part of it because test deliveries share one sample event id, and a body that differs is never a duplicate.
 */
export async function inboxId(event: NormalisedEvent, body: Uint8Array | string): Promise<string> {
  const digest = await sha256(bodyBytes(body));
  return `${event.system}:${event.eventId}:${bytesToHex(digest.subarray(0, 8))}`;
}
