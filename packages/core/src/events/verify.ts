import { SyncError } from "../sync-error.js";
import { checkLegacySignature } from "./legacy-signature.js";
import { type ReadKey, readSigningKey } from "./signing-key.js";
import {
  checkStandardSignature,
  isStandardSecret,
  STANDARD_ID_HEADER,
  standardSecretKey,
} from "./standard-signature.js";

export interface VerifySignatureOptions {
  headers: Headers;
  /** The bytes received: a body that was parsed and written again does not verify. */
  body: Uint8Array;
  /**
   * Every secret in use, in any order: legacy webhooks have one each, and a rotated one overlaps with its
   * successor. `whsec_…` secrets are of the new webhooks; others are tried for both.
   */
  secrets: readonly string[];
  /** Milliseconds since the epoch. */
  now: number;
  /** How far the signed time may lie in the past or the future; 5 minutes unless told. */
  toleranceMs?: number;
  /** Default: reads the keys anew. */
  readKey?: ReadKey;
}

/** Whose signature it is. */
export interface VerifiedSignature {
  /** Which webhook system signed. */
  system: "legacy" | "standard";
  /** `webhook-id`: the same for every retry of a delivery. Legacy deliveries have none. */
  deliveryId?: string;
}

const DEFAULT_TOLERANCE_MS = 5 * 60_000;

/**
 * Verifies the signature of either webhook system; where the headers of both are there, one that verifies is
 * enough. Throws a `SyncError` of code `signature_missing`, `signature_invalid` or `signature_expired`.
 */
export async function verifySignature(options: VerifySignatureOptions): Promise<VerifiedSignature> {
  const { headers, body, secrets, now, toleranceMs = DEFAULT_TOLERANCE_MS } = options;
  const readAll = (some: readonly string[]) =>
    some.map(options.readKey ?? readSigningKey).filter((key) => key !== undefined);
  const window = { now, toleranceMs };
  const standard = await checkStandardSignature(
    headers,
    body,
    readAll(secrets.map(standardSecretKey)),
    window,
  );
  if (standard === "verified")
    return { system: "standard", deliveryId: headers.get(STANDARD_ID_HEADER) ?? "" };

  const legacyKeys = readAll(secrets.filter((secret) => !isStandardSecret(secret)));
  const legacy = await checkLegacySignature(headers, body, legacyKeys, window);
  if (legacy === "verified") return { system: "legacy" };

  if (standard === "absent" && legacy === "absent") {
    throw refusal(
      "signature_missing",
      "The request has no openphone-signature or webhook-signature header. If OpenPhone sent it, let the proxy in front pass these headers on.",
    );
  }
  if (standard === "invalid" || legacy === "invalid") {
    throw refusal(
      "signature_invalid",
      "No configured signing secret fits the webhook signature. Check that the secret of every webhook is configured, and that the body reaches the verifier byte for byte.",
    );
  }
  throw refusal(
    "signature_expired",
    "The webhook signature is too old or lies in the future. Check the clock of this machine; a delivery that was held back has to be sent again.",
  );
}

const refusal = (
  code: "signature_missing" | "signature_invalid" | "signature_expired",
  message: string,
): SyncError => new SyncError(code, message, { retry: "never" });
