import { sha256 as sha256Here } from "@noble/hashes/sha2.js";

/**
 * Bytes up to which hashing on this thread takes less of it than handing the work to WebCrypto, whose threads are
 * several times as fast, but have to be woken. More would hold up everything else, at the bidding of whoever sent it.
 */
export const HASHED_HERE = 8_192;

export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.length <= HASHED_HERE) return sha256Here(bytes);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
}

/** A body is signed and digested as it is sent. */
export const bodyBytes = (body: Uint8Array | string): Uint8Array =>
  typeof body === "string" ? new TextEncoder().encode(body) : body;
