import { type Logger, type SyncErrorCode, toSyncError } from "@openphone-notion/core";
import { refusal } from "./json-response.js";

/** What a caller did wrong or can act on; it is told the message. */
const statuses: Partial<Record<SyncErrorCode, number>> = {
  signature_missing: 401,
  signature_invalid: 401,
  signature_expired: 401,
  invalid_json: 400,
  invalid_event: 400,
  unprocessable_event: 422,
  body_timeout: 408,
  body_too_large: 413,
  body_already_parsed: 500,
  store_unavailable: 503,
};

const DEFAULT_RETRY_AFTER_MS = 5_000;

/**
 * Any thrown value as an answer, and as a line in the log. What is not for the caller is 500 without its reason; the log has
 * it, for messages of ours hold nothing personal, and of a foreign error only its name.
 */
export function errorResponse(thrown: unknown, logger: Logger): Response {
  const error = toSyncError(thrown);
  const status = statuses[error.code];
  const level = status === undefined || status >= 500 ? "error" : "warn";
  const { code, message: reason } = error;
  logger[level]("http.refused", { code, status: status ?? 500, reason, cause: nameOf(error.cause) });
  if (status === undefined) return refusal(500, "internal", "The request failed; the log has the reason.");
  if (status !== 503) return refusal(status, error.code, error.message);
  const retryAfter = Math.ceil((error.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS) / 1000);
  return refusal(status, error.code, error.message, { "retry-after": String(retryAfter) });
}

const nameOf = (cause: unknown): string | undefined => (cause instanceof Error ? cause.name : undefined);
