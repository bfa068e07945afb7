import type { Clock } from "@openphone-notion/core";
import type { Hono } from "hono";
import { refuseWithoutToken } from "./bearer-token.js";
import { jsonResponse, refusal } from "./json-response.js";
import { readBody } from "./read-body.js";

/** For 40 MiB to arrive over a line of little more than 1 Mbit/s. A server's own limit must not be shorter. */
export const MAIL_TIMEOUT_MS = 5 * 60_000;

export interface MailRouteOptions {
  /** What `Authorization: Bearer …` must hold. */
  token: string;
  /** Takes a mail as raw RFC 822 and stores it durably; only then it resolves. */
  ingest(raw: Uint8Array): Promise<{ status: "stored" | "duplicate"; key: string }>;
  /** Of one mail; default 40 MiB, for 25 MB of attachments are that much in Base64. */
  maxBytes?: number;
  /** For a mail to arrive whole; default `MAIL_TIMEOUT_MS`. */
  timeoutMs?: number;
}

/** `POST /admin/mail`: what a mail service sends on, as the raw bytes. */
export function mountMail(app: Hono, options: MailRouteOptions, clock: Clock): void {
  const { token, ingest, maxBytes = 40 * 1024 * 1024, timeoutMs = MAIL_TIMEOUT_MS } = options;
  app.post("/admin/mail", async ({ req }) => {
    const refused = await refuseWithoutToken(req.raw, token);
    if (refused) return refused;
    const { status, key } = await ingest(await readBody(req.raw, { maxBytes, timeoutMs, clock }));
    return jsonResponse({ status, key }, 200);
  });
  app.all("/admin/mail", () =>
    refusal(405, "method_not_allowed", "Only POST is answered here.", { allow: "POST" }),
  );
}
