import { type Clock, systemClock } from "@openphone-notion/core";
import { contentId } from "../payloads/content-id.js";
import { postBody, type WebhookEvent } from "../payloads/webhook-event.js";
import { isDelivered, postWebhook } from "./post-webhook.js";

/** One key for each family of legacy webhooks, as v1 hands them out. */
export interface LegacyWebhookKeys {
  calls: string;
  messages: string;
  summaries: string;
  transcripts: string;
}

/** Whom to post to, and what to sign with. An event of a system without its secret is refused. */
export interface WebhookSenderOptions {
  url: string;
  fetch?: typeof fetch;
  clock?: Clock;
  secrets: {
    /** `whsec_…`, for events of the new system. */
    standard?: string;
    legacy?: LegacyWebhookKeys;
  };
}

/** One event on its way to the receiver, with every attempt. */
export interface SentDelivery {
  deliveryId: string;
  event: WebhookEvent;
  /** `null` where no answer came. */
  attempts: { at: number; status: number | null }[];
  state: "pending" | "delivered" | "failed";
}

/** A sender as patient as OpenPhone's: eight attempts within 28 hours. */
export interface WebhookSender {
  /**
   * Signs, posts and answers the first attempt's status (`null` without an answer). What was not answered with 2xx is
   * tried again on the clock. Delivering an event twice makes two deliveries.
   */
  deliver(event: WebhookEvent): Promise<number | null>;
  readonly log: readonly SentDelivery[];
  /** Gives up everything that waits for its next attempt. */
  stop(): void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Wait before each further attempt: 8 attempts within about 27 h 35 min. Documented for the new system; the legacy one
 * says nothing of its retries, and gets the same here.
 */
const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
];

/** Starts a sender. Its retries wait on `clock`, so a manual one makes hours pass at once. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const clock = options.clock ?? systemClock;
  const log: SentDelivery[] = [];
  const waiting = new Set<() => void>();

  async function attempt(delivery: SentDelivery, secret: string): Promise<number | null> {
    const at = clock.now();
    const { event, deliveryId, attempts } = delivery;
    const target = { url: options.url, secret, fetch: options.fetch ?? fetch, now: at, deliveryId };
    const status = await postWebhook(event, target);
    attempts.push({ at, status });
    const delayMs = RETRY_DELAYS_MS[attempts.length - 1];
    if (isDelivered(status)) delivery.state = "delivered";
    else if (delayMs === undefined) delivery.state = "failed";
    else {
      const cancel = clock.after(delayMs, () => {
        waiting.delete(cancel);
        void attempt(delivery, secret);
      });
      waiting.add(cancel);
    }
    return status;
  }

  return {
    deliver(event) {
      const deliveryId = contentId("msg_", `${log.length} ${postBody(event)}`);
      const delivery: SentDelivery = { deliveryId, event, attempts: [], state: "pending" };
      log.push(delivery);
      return attempt(delivery, secretFor(event, options.secrets));
    },
    log,
    stop() {
      for (const cancel of waiting) cancel();
      waiting.clear();
    },
  };
}

function secretFor(event: WebhookEvent, secrets: WebhookSenderOptions["secrets"]): string {
  const isLegacy = event.data.object !== undefined;
  const secret = isLegacy ? secrets.legacy?.[legacyFamily(event)] : secrets.standard;
  if (secret === undefined)
    throw new Error(`No ${isLegacy ? "legacy" : "standard"} secret for ${event.type}.`);
  return secret;
}

/** By the object, not the type: the type of a summary may be printed as `callSummary`. */
function legacyFamily(event: WebhookEvent): keyof LegacyWebhookKeys {
  const object = event.data.object?.object;
  if (object === "callSummary") return "summaries";
  if (object === "callTranscript") return "transcripts";
  return object === "message" ? "messages" : "calls";
}
