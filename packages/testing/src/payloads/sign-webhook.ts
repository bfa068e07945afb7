import { contentId } from "./content-id.js";
import { postBody, type WebhookEvent } from "./webhook-event.js";

/** As whom to sign, and when. */
export interface SignWebhookOptions {
  /** `whsec_<base64>` of the new system, or the bare base64 key of a legacy webhook. */
  secret: string;
  /** By the secret's prefix unless given. */
  system?: "standard" | "legacy";
  /** Milliseconds since the epoch. */
  now?: number;
  /** `webhook-id` of the new system: the same for every attempt. Made from the body unless given. */
  deliveryId?: string;
}

/** The headers and the exact body to post. */
export interface SignedWebhook {
  headers: Record<string, string>;
  body: string;
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

async function hmacBase64(keyBase64: string, text: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytesOf(keyBase64), algorithm, false, ["sign"]);
  const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/**
 * Signs as the sender does: Standard Webhooks for a `whsec_` secret, `openphone-signature` for a legacy key.
 * Written without the SDK's own verifier, so that each can prove the other.
 */
export async function signWebhook(
  event: WebhookEvent | string,
  options: SignWebhookOptions,
): Promise<SignedWebhook> {
  const body = typeof event === "string" ? event : postBody(event);
  const now = options.now ?? Date.now();
  const system = options.system ?? (options.secret.startsWith("whsec_") ? "standard" : "legacy");
  if (system === "legacy") {
    const digest = await hmacBase64(options.secret, `${now}.${body}`);
    return { headers: { ...JSON_TYPE, "openphone-signature": `hmac;1;${now};${digest}` }, body };
  }
  const id = options.deliveryId ?? contentId("msg_", body);
  const seconds = String(Math.floor(now / 1000));
  const digest = await hmacBase64(options.secret.replace(/^whsec_/, ""), `${id}.${seconds}.${body}`);
  const signature = { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": `v1,${digest}` };
  return { headers: { ...JSON_TYPE, ...signature }, body };
}

const JSON_TYPE = { "content-type": "application/json" };
