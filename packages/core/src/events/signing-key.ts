import { SyncError } from "../sync-error.js";

/** Bytes of a Base64 text; `undefined` if it is none, or is empty. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
    return bytes.length === 0 ? undefined : bytes;
  } catch {
    return undefined;
  }
}

export const encodeBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** The HMAC key in a Base64 secret; `undefined` for one that is unusable (an empty key would fit anyone). */
export async function importSigningKey(secret: string): Promise<CryptoKey | undefined> {
  const bytes = decodeBase64(secret);
  if (bytes === undefined) return undefined;
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** Imports the key of a secret, or remembers it. */
export type ImportKey = typeof importSigningKey;

/** More than anybody has in use, even while all of them are rotated. */
const REMEMBERED_KEYS = 32;

/** An `importSigningKey` that imports the keys in use once; the one unused for longest is forgotten. */
export function rememberKeys(): ImportKey {
  const keys = new Map<string, Promise<CryptoKey | undefined>>();
  return (secret) => {
    const key = keys.get(secret) ?? importSigningKey(secret);
    keys.delete(secret);
    keys.set(secret, key);
    if (keys.size > REMEMBERED_KEYS) keys.delete(keys.keys().next().value!);
    return key;
  };
}

/** As `importSigningKey`, for signing, where an unusable secret is the caller's mistake. */
export async function requireSigningKey(secret: string): Promise<CryptoKey> {
  const key = await importSigningKey(secret);
  if (key !== undefined) return key;
  throw new SyncError(
    "invalid_configuration",
    "The signing secret is not Base64: copy it again from OpenPhone.",
    {
      retry: "never",
    },
  );
}

/** HMAC-SHA256 over `prefix` and the body's bytes as they are. */
export async function hmac(
  key: CryptoKey,
  prefix: string,
  body: Uint8Array | string,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const head = encoder.encode(prefix);
  const tail = typeof body === "string" ? encoder.encode(body) : body;
  const data = new Uint8Array(head.length + tail.length);
  data.set(head);
  data.set(tail, head.length);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, data));
}

/** In a time that depends on `expected` alone. */
export function equalBytes(expected: Uint8Array, given: Uint8Array): boolean {
  let difference = expected.length ^ given.length;
  for (const [index, byte] of expected.entries()) difference |= byte ^ (given[index] ?? 0);
  return difference === 0;
}
