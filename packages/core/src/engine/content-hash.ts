import { canonicalJson, type Json } from "../json.js";

/** The first 64 bits of the SHA-256 of a JSON value, as hex: tells whether content has changed. */
export async function contentHash(value: Json): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonicalJson(value)));
  return Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
