import type { Api } from "./api.js";
import { deleteQuietly } from "./delete-quietly.js";
import { idSegment } from "./id-segment.js";
import { readWebhook, readWebhooks, type Webhook, type WebhookInput } from "./webhook-object.js";

/** The legacy system has a webhook, with a key of its own, for each of these; `contact.*` cannot be had. */
export const legacyWebhookEvents = {
  calls: ["call.completed", "call.ringing", "call.recording.completed"],
  "call-summaries": ["call.summary.completed"],
  "call-transcripts": ["call.transcript.completed"],
  messages: ["message.received", "message.delivered"],
} as const;

/** Each is a webhook of its own, with a key of its own. */
export type LegacyWebhookFamily = keyof typeof legacyWebhookEvents;

/** The legacy webhook system, which only v1 has. It sees no webhooks of the new one, nor those made in the app. */
export interface LegacyWebhookRoutes {
  /** Those of the workspace's owner, unless another user (`US…`) is named. */
  listLegacyWebhooks(options?: { userId?: string }): Promise<Webhook[]>;
  createLegacyWebhook(
    family: LegacyWebhookFamily,
    input: WebhookInput & { userId?: string },
  ): Promise<Webhook>;
  /** One that is gone is as good as deleted. */
  deleteLegacyWebhook(id: string): Promise<void>;
}

const SURFACE = { surface: "v1" } as const;

export const legacyWebhookRoutes = (api: Api): LegacyWebhookRoutes => ({
  listLegacyWebhooks: async ({ userId } = {}) =>
    readWebhooks(await api.allOrThrow("webhooks", { v1: { path: "/webhooks", query: { userId } } })),

  createLegacyWebhook: async (family, input) =>
    readWebhook(
      await api.change({ ...SURFACE, method: "POST", path: `/webhooks/${family}`, body: { ...input } }),
    ),

  deleteLegacyWebhook: async (id) => deleteQuietly(api, { ...SURFACE, path: `/webhooks/${idSegment(id)}` }),
});
