import { bodyBytes } from "./sha256.js";
import { isInside, MAX_SIGNATURES, type SignatureCheck, type SignatureWindow } from "./signature-check.js";
import { decodeBase64, encodeBase64, equalBytes, requireSigningKey, type SigningKey } from "./signing-key.js";

const LEGACY_SIGNATURE_HEADER = "openphone-signature";

/**
 * The value of `openphone-signature` for a body: `hmac;1;<milliseconds>;<Base64 of HMAC-SHA256>` over
 * `<milliseconds>.<body>`. `secret` is the Base64 signing secret.
 */
export async function signLegacy(options: {
  secret: string;
  timestampMs: number;
  body: Uint8Array | string;
}): Promise<string> {
  const key = requireSigningKey(options.secret);
  const digest = await key.sign(`${options.timestampMs}.`, bodyBytes(options.body));
  return `hmac;1;${options.timestampMs};${encodeBase64(digest)}`;
}

interface LegacySignature {
  /** As sent: it is part of what is signed. */
  timestamp: string;
  digest: Uint8Array;
}

/** Checks `openphone-signature`; the documentation allows for several signatures, separated by commas. */
export async function checkLegacySignature(
  headers: Headers,
  body: Uint8Array,
  keys: readonly SigningKey[],
  window: SignatureWindow,
): Promise<SignatureCheck> {
  const header = headers.get(LEGACY_SIGNATURE_HEADER);
  if (header === null) return "absent";
  const signatures = header.split(",").flatMap(parseSignature);
  if (signatures.length === 0) return "invalid";
  const current = signatures.filter(({ timestamp }) => isInside(milliseconds(timestamp), window));
  if (current.length === 0) return "expired";
  for (const { timestamp, digest } of current.slice(0, MAX_SIGNATURES)) {
    for (const key of keys) {
      if (equalBytes(await key.sign(`${timestamp}.`, body), digest)) return "verified";
    }
  }
  return "invalid";
}

function parseSignature(text: string): LegacySignature[] {
  const [scheme, version, timestamp = "", base64 = "", ...rest] = text.trim().split(";");
  const digest = decodeBase64(base64);
  const isKnown = scheme === "hmac" && version === "1" && rest.length === 0 && /^\d{1,16}$/.test(timestamp);
  return isKnown && digest ? [{ timestamp, digest }] : [];
}

/** The unit is documented nowhere; samples have 13 digits. Eleven digits or fewer are seconds. */
const milliseconds = (timestamp: string): number =>
  timestamp.length <= 11 ? Number(timestamp) * 1000 : Number(timestamp);
