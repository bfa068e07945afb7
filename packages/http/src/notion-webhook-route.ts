import { type Clock, type Json, toSyncError } from "@openphone-notion/core";
import type { Hono } from "hono";
import { refuseWithoutToken } from "./bearer-token.js";
import { jsonResponse, refusal } from "./json-response.js";
import { readBody } from "./read-body.js";

export interface NotionWebhookOptions {
  /** Takes a delivery of Notion's webhooks; what it rejects with for a reason of Notion's makes Notion deliver again. */
  receive(request: { headers: Headers; body: Uint8Array<ArrayBuffer> }): Promise<{ status: string }>;
  /** What signs the deliveries, for whoever has the admin token. */
  tokens(): Promise<{ token?: string; offered?: string; given: boolean }>;
  acceptOffered(): Promise<boolean>;
  /** Without it, the admin routes are 404. */
  adminToken?: string | undefined;
}

const methodNotAllowed = (allow: string) =>
  refusal(405, "method_not_allowed", `Only ${allow} is answered here.`, { allow });

/** Deliveries hold ids only. */
const MAX_BYTES = 256 * 1024;

/**
 * `POST /webhooks/notion`: what Notion tells of contacts. `GET /admin/notion-webhook` shows the verification token that
 * Notion asks for, `POST` puts the one in use that was offered last.
 */
export function mountNotionWebhook(
  app: Hono,
  { receive, tokens, acceptOffered, adminToken }: NotionWebhookOptions,
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
  app.all("/webhooks/notion", () => methodNotAllowed("POST"));

  if (adminToken === undefined) return;
  app.get("/admin/notion-webhook", async ({ req }) => {
    return (await refuseWithoutToken(req.raw, adminToken)) ?? jsonResponse(await tokens(), 200);
  });
  app.post("/admin/notion-webhook", async ({ req }) => {
    const refused = await refuseWithoutToken(req.raw, adminToken);
    if (refused) return refused;
    if (await acceptOffered()) return jsonResponse(await tokens(), 200);
    return refusal(409, "nothing_offered", "There is no offered token, or a setting gives the token.");
  });
  app.all("/admin/notion-webhook", () => methodNotAllowed("GET, POST"));
}
