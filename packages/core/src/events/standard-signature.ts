import { bodyBytes } from "./sha256.js";
import { isInside, MAX_SIGNATURES, type SignatureCheck, type SignatureWindow } from "./signature-check.js";
import { decodeBase64, encodeBase64, equalBytes, requireSigningKey, type SigningKey } from "./signing-key.js";

export const STANDARD_ID_HEADER = "webhook-id";
const STANDARD_TIMESTAMP_HEADER = "webhook-timestamp";
const STANDARD_SIGNATURE_HEADER = "webhook-signature";

const SECRET_PREFIX = "whsec_";
const SCHEME = "v1,";

/** Whether the secret says itself that it belongs to the new webhooks. */
export const isStandardSecret = (secret: string): boolean => secret.trim().startsWith(SECRET_PREFIX);

/** The Base64 part of a secret, with or without its `whsec_`. */
export const standardSecretKey = (secret: string): string =>
  isStandardSecret(secret) ? secret.trim().slice(SECRET_PREFIX.length) : secret;

/**
 * The value of `webhook-signature` for a body, as Standard Webhooks defines it: `v1,` and Base64 of HMAC-SHA256
 * over `<id>.<seconds>.<body>`. Send it with `webhook-id` and `webhook-timestamp`.
 */
export async function signStandard(options: {
  /** `whsec_…`. */
  secret: string;
  id: string;
  timestampSeconds: number;
  body: Uint8Array | string;
}): Promise<string> {
  const key = requireSigningKey(standardSecretKey(options.secret));
  const digest = await key.sign(`${options.id}.${options.timestampSeconds}.`, bodyBytes(options.body));
  return SCHEME + encodeBase64(digest);
}

/** Checks the Standard Webhooks headers; any of several `v1` signatures will do. */
export async function checkStandardSignature(
  headers: Headers,
  body: Uint8Array,
  keys: readonly SigningKey[],
  window: SignatureWindow,
): Promise<SignatureCheck> {
  const header = headers.get(STANDARD_SIGNATURE_HEADER);
  if (header === null) return "absent";
  const id = headers.get(STANDARD_ID_HEADER);
  const timestamp = headers.get(STANDARD_TIMESTAMP_HEADER);
  if (!id || timestamp === null || !/^\d{1,12}$/.test(timestamp)) return "invalid";
  if (!isInside(Number(timestamp) * 1000, window)) return "expired";
  const digests = header
    .split(" ")
    .filter((signature) => signature.startsWith(SCHEME))
    .slice(0, MAX_SIGNATURES)
    .flatMap((signature) => decodeBase64(signature.slice(SCHEME.length)) ?? []);
  for (const key of keys) {
    const expected = await key.sign(`${id}.${timestamp}.`, body);
    if (digests.some((digest) => equalBytes(expected, digest))) return "verified";
  }
  return "invalid";
}
