import { type SignedWebhook, signWebhook, type WebhookEvent } from "@openphone-notion/testing";

/** Of nobody's webhook. */
export const WEBHOOK_SECRET = "whsec_YmVuY2ggYmVuY2ggYmVuY2ggYmVuY2ggYmVuY2g=";

/** Signs beforehand, so that signing is not measured. Signatures are good for five minutes from `now`. */
export const signEvents = (events: readonly WebhookEvent[], now = Date.now()): Promise<SignedWebhook[]> =>
  Promise.all(events.map((event) => signWebhook(event, { secret: WEBHOOK_SECRET, now })));
