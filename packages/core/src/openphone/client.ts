import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { RateLimiter } from "../ports/rate-limiter.js";
import { type ActivityLists, activityLists } from "./activity-lists.js";
import { createApi } from "./api.js";
import { type CallRoutes, callRoutes } from "./call-routes.js";
import { type ContactRoutes, contactRoutes } from "./contact-routes.js";
import { type ConversationRoutes, conversationRoutes } from "./conversation-routes.js";
import { type DeliveryRoutes, deliveryRoutes } from "./delivery-routes.js";
import type { OpenPhoneFetch } from "./exchange.js";
import { idSegment } from "./id-segment.js";
import { type LegacyWebhookRoutes, legacyWebhookRoutes } from "./legacy-webhook-routes.js";
import type { RestObject } from "./rest-object.js";
import type { Surface } from "./surface.js";
import { createSurfaces } from "./surfaces.js";
import { createTransport } from "./transport.js";
import { type WebhookRoutes, webhookRoutes } from "./webhook-routes.js";
import { withoutSummaries } from "./without-summaries.js";
import { type WorkspaceRoutes, workspaceRoutes } from "./workspace-routes.js";

export interface OpenPhoneClientOptions {
  /** The raw key. Sent to the origin of `baseUrl` only. */
  apiKey: string;
  /** Default `https://api.quo.com`. A trailing slash or `/v1` does no harm. */
  baseUrl?: string;
  /** Default `auto`: the dated surface where it has what is asked, else v1. */
  surface?: Surface | "auto";
  fetch: OpenPhoneFetch;
  /** Shared by everyone who uses the key. */
  limiter: RateLimiter;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  logger: Logger;
  /** For one request with its body; default 15 s. */
  timeoutMs?: number;
}

/**
 * OpenPhone, on whichever of its two surfaces is there. `undefined` means that the API answered that it has no
 * such thing or cannot tell us (404, 403, or a group call on v1); that is final. Where no such answer came, the
 * methods reject with a `SyncError`. Lists are walked page by page, with an upper bound pinned at the start.
 */
export interface OpenPhoneClient
  extends CallRoutes,
    ActivityLists,
    ConversationRoutes,
    ContactRoutes,
    WorkspaceRoutes,
    WebhookRoutes,
    DeliveryRoutes,
    LegacyWebhookRoutes {
  getMessage(id: string): Promise<RestObject | undefined>;
}

/** Makes the requests of one key. Whoever shares the key must share `limiter`: 10 requests a second are all there are. */
export function createOpenPhoneClient(options: OpenPhoneClientOptions): OpenPhoneClient {
  const { baseUrl = "https://api.quo.com", surface = "auto", timeoutMs = 15_000, clock, logger } = options;
  const send = withoutSummaries(createTransport({ ...options, baseUrl, timeoutMs }), clock);
  const ask = createSurfaces({ surface, send, clock, logger });
  const api = createApi({ surface, ask, send, clock });
  return {
    ...callRoutes(api),
    ...activityLists(api),
    ...conversationRoutes(api),
    ...contactRoutes(api),
    ...workspaceRoutes(api),
    ...webhookRoutes(api),
    ...deliveryRoutes(api),
    ...legacyWebhookRoutes(api),

    async getMessage(id) {
      const route = { path: `/messages/${idSegment(id)}` };
      return api.single("messages", { "2026-03-30": route, v1: route });
    },
  };
}
