import { signWebhook } from "../payloads/sign-webhook.js";
import type { WebhookEvent } from "../payloads/webhook-event.js";

/** Signs and posts once. Answers the status, or `null` when no answer came. */
export async function postWebhook(
  event: WebhookEvent,
  to: { url: string; secret: string; fetch: typeof fetch; now: number; deliveryId: string },
): Promise<number | null> {
  const { headers, body } = await signWebhook(event, to);
  const { fetch: send, url } = to;
  try {
    const response = await send(url, { method: "POST", headers, body });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

export const isDelivered = (status: number | null): boolean =>
  status !== null && status >= 200 && status < 300;
