import type { NormalisedEvent } from "./normalised-event.js";

/**
 * What the inbox dedupes a delivery by: `<system>:<event id>:<16 hex digits of the body's SHA-256>`. The content
 * is part of it because test deliveries share one sample event id, and a body that differs is never a duplicate.
 */
export async function inboxId(event: NormalisedEvent, body: Uint8Array | string): Promise<string> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${event.system}:${event.eventId}:${hex}`;
}
