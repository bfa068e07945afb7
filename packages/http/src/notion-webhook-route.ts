import { type Clock, type Json, toSyncError } from "@openphone-notion/core";
import type { Hono } from "hono";
import { jsonResponse, refusal } from "./json-response.js";
import { readBody } from "./read-body.js";

export interface NotionWebhookOptions {
  /** Takes a delivery of Notion's webhooks; what it rejects with for a reason of Notion's makes Notion deliver again. */
  receive(request: { headers: Headers; body: Uint8Array<ArrayBuffer> }): Promise<{ status: string }>;
}

/** Deliveries hold ids only. */
const MAX_BYTES = 256 * 1024;

/** `POST /webhooks/notion`: what Notion tells of contacts. */
export function mountNotionWebhook(
  app: Hono,
  { receive }: NotionWebhookOptions,
  { timeoutMs, clock }: { timeoutMs: number; clock: Clock },
): void {
  app.post("/webhooks/notion", async ({ req }) => {
    const body = await readBody(req.raw, { maxBytes: MAX_BYTES, timeoutMs, clock });
    try {
      const { status } = await receive({ headers: req.raw.headers, body });
      return jsonResponse({ status } satisfies Json, 200);
    } catch (thrown) {
      const { code } = toSyncError(thrown);
      if (!code.startsWith("notion_")) throw thrown;
      return refusal(503, code, "Notion could not be read; deliver it again.", { "retry-after": "60" });
    }
  });
  app.all("/webhooks/notion", () =>
    refusal(405, "method_not_allowed", "Only POST is answered here.", { allow: "POST" }),
  );
}
