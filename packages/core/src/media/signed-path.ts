import { SyncError } from "../sync-error.js";

/** Keys into a URL path: slashes stay, everything else that could mean something is escaped. */
const keyPath = (key: string): string => key.split("/").map(encodeURIComponent).join("/");

/**
 * The path of a file below the media route, with the signature that opens it: `key?signature=…[&expires=…]`.
 * Without `expiresAt` (milliseconds since the epoch) it opens for as long as the secret stays, and equal input
 * gives an equal path, so a link written to Notion never changes by itself.
 */
export async function signMediaPath(input: {
  secret: string;
  key: string;
  expiresAt?: number;
}): Promise<string> {
  const expires = input.expiresAt === undefined ? undefined : String(Math.floor(input.expiresAt));
  const signature = await crypto.subtle.sign(
    "HMAC",
    await signingKey(input.secret),
    signedText(input.key, expires),
  );
  const query = `signature=${base64Url(new Uint8Array(signature))}`;
  return `${keyPath(input.key)}?${query}${expires === undefined ? "" : `&expires=${expires}`}`;
}

/**
 * Whether `signature` opens `key` at `now` (milliseconds). `expires` is the text of the query, for it is part of
 * what was signed. Compared in constant time.
 */
export async function verifyMediaPath(input: {
  secret: string;
  key: string;
  signature: string;
  expires?: string | undefined;
  now: number;
}): Promise<boolean> {
  const { secret, key, signature, expires, now } = input;
  if (!/^[\w-]{43}$/.test(signature) || (expires !== undefined && !/^\d{1,15}$/.test(expires))) return false;
  const bytes = fromBase64Url(signature);
  const isOurs = await crypto.subtle.verify(
    "HMAC",
    await signingKey(secret),
    bytes,
    signedText(key, expires),
  );
  return isOurs && (expires === undefined || now < Number(expires));
}

/** The first line keeps these signatures apart from any other use of the secret. */
const signedText = (key: string, expires = "") =>
  new TextEncoder().encode(`openphone-notion media link\n${expires}\n${key}`);

function signingKey(secret: string): Promise<CryptoKey> {
  if (secret === "") {
    throw new SyncError("invalid_configuration", "The secret for media links is empty; set one.", {
      retry: "never",
    });
  }
  const bytes = new TextEncoder().encode(secret);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
    character.charCodeAt(0),
  );
