import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { SyncError } from "../sync-error.js";
import { HASHED_HERE } from "./sha256.js";

/** A key for HMAC-SHA256. */
export interface SigningKey {
  /** Over `prefix` and the body's bytes as they are. */
  sign(prefix: string, body: Uint8Array): Promise<Uint8Array>;
}

/** Bytes of a Base64 text; `undefined` if it is none, or is empty. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const decoded = atob(text.trim());
    const bytes = new Uint8Array(decoded.length);
    for (let index = 0; index < bytes.length; index++) bytes[index] = decoded.charCodeAt(index);
    return bytes.length === 0 ? undefined : bytes;
  } catch {
    return undefined;
  }
}

export const encodeBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** The key in a Base64 secret; `undefined` for one that is unusable (an empty key would fit anyone). */
export function readSigningKey(secret: string): SigningKey | undefined {
  const bytes = decodeBase64(secret);
  if (bytes === undefined) return undefined;
  const begun = hmac.create(sha256, bytes);
  const encoder = new TextEncoder();
  return {
    async sign(prefix, body) {
      const head = encoder.encode(prefix);
      if (body.length <= HASHED_HERE) return begun.clone().update(head).update(body).digest();
      const data = new Uint8Array(head.length + body.length);
      data.set(head);
      data.set(body, head.length);
      const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
        "sign",
      ]);
      return new Uint8Array(await crypto.subtle.sign("HMAC", key, data));
    },
  };
}

/** Reads the key in a secret, or remembers it. */
export type ReadKey = typeof readSigningKey;

/** More than anybody has in use, even while all of them are rotated. */
const REMEMBERED_KEYS = 32;

/** A `readSigningKey` that reads the keys in use once; the one unused for longest is forgotten. */
export function rememberKeys(): ReadKey {
  const keys = new Map<string, SigningKey | undefined>();
  return (secret) => {
    const key = keys.get(secret) ?? readSigningKey(secret);
    keys.delete(secret);
    keys.set(secret, key);
    if (keys.size > REMEMBERED_KEYS) keys.delete(keys.keys().next().value!);
    return key;
  };
}

/** As `readSigningKey`, for signing, where an unusable secret is the caller's mistake. */
export function requireSigningKey(secret: string): SigningKey {
  const key = readSigningKey(secret);
  if (key !== undefined) return key;
  throw new SyncError(
    "invalid_configuration",
    "The signing secret is not Base64: copy it again from OpenPhone.",
    {
      retry: "never",
    },
  );
}

/** In a time that depends on `expected` alone. */
export function equalBytes(expected: Uint8Array, given: Uint8Array): boolean {
  let difference = expected.length ^ given.length;
  for (let index = 0; index < expected.length; index++) {
    difference |= expected[index]! ^ (given[index] ?? 0);
  }
  return difference === 0;
}
