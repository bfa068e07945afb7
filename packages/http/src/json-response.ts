import type { Json } from "@openphone-notion/core";

/** A JSON answer that nobody may keep. */
export function jsonResponse(body: Json, status: number, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/** The one shape of every refusal. */
export const refusal = (status: number, code: string, message: string, headers?: Record<string, string>) =>
  jsonResponse({ error: { code, message } }, status, headers);
