import type { Api } from "./api.js";
import { deleteQuietly } from "./delete-quietly.js";
import { idSegment } from "./id-segment.js";
import { readKey, readWebhook, readWebhooks, type Webhook, type WebhookInput } from "./webhook-object.js";

/**
 * The new webhook system, which only the dated surface has. A change without a clear answer is not repeated: it
 * rejects with `retry: "unknown"`, and a list tells whether it was made.
 */
export interface WebhookRoutes {
  listWebhooks(): Promise<Webhook[]>;
  /** One for all its events; the answer alone shows the key. A workspace has 50 at most. */
  createWebhook(input: WebhookInput): Promise<Webhook>;
  /** What is given is replaced as a whole. */
  updateWebhook(id: string, change: Partial<WebhookInput>): Promise<Webhook>;
  /** One that is gone is as good as deleted. */
  deleteWebhook(id: string): Promise<void>;
  /** The new key. */
  rotateWebhookKey(id: string): Promise<string>;
  /** Has a signed sample delivered. All samples of a type share one event id. */
  sendTestEvent(id: string, eventType: string): Promise<void>;
}

const SURFACE = { surface: "2026-03-30" } as const;

export function webhookRoutes(api: Api): WebhookRoutes {
  const pathOf = (id: string) => `/webhooks/${idSegment(id)}`;
  return {
    listWebhooks: async () =>
      readWebhooks(await api.allOrThrow("webhooks", { "2026-03-30": { path: "/webhooks" } })),

    createWebhook: async (input) =>
      readWebhook(await api.change({ ...SURFACE, method: "POST", path: "/webhooks", body: { ...input } })),

    updateWebhook: async (id, change) =>
      readWebhook(await api.change({ ...SURFACE, method: "PATCH", path: pathOf(id), body: { ...change } })),

    deleteWebhook: async (id) => deleteQuietly(api, { ...SURFACE, path: pathOf(id) }),

    rotateWebhookKey: async (id) =>
      readKey(await api.change({ ...SURFACE, method: "POST", path: `${pathOf(id)}/rotate` })),

    async sendTestEvent(id, eventType) {
      const path = `${pathOf(id)}/events/test`;
      await api.change({ ...SURFACE, method: "POST", path, body: { eventType } });
    },
  };
}
