/** Whether and how a failed operation may be repeated. */
export type Retry =
  /** Known not done; repeat as soon as you like. */
  | "now"
  /** Known not done; repeat after `retryAfterMs`. */
  | "after"
  /** Perhaps done: look before you repeat. */
  | "unknown"
  /** Repeating cannot help until somebody changes something. */
  | "never";

/** The closed list of what can go wrong. */
export type SyncErrorCode =
  // ingress
  | "body_too_large"
  | "body_already_parsed"
  | "body_timeout"
  | "signature_missing"
  | "signature_invalid"
  | "signature_expired"
  | "invalid_json"
  | "invalid_event"
  | "unprocessable_event"
  // state
  | "lease_lost"
  | "store_unavailable"
  // Notion
  | "notion_invalid_request"
  | "notion_unauthorized"
  | "notion_restricted"
  | "notion_block_limit"
  | "notion_row_limit"
  | "notion_not_found"
  | "notion_page_trashed"
  | "notion_rate_limited"
  | "notion_conflict"
  | "notion_unavailable"
  | "notion_unreachable"
  | "notion_outcome_unknown"
  | "notion_lookup_pending"
  // OpenPhone
  | "openphone_unauthorized"
  | "openphone_forbidden"
  | "openphone_not_found"
  | "openphone_invalid_request"
  | "openphone_rate_limited"
  | "openphone_unavailable"
  // media
  | "media_refused"
  | "media_too_large"
  | "media_truncated"
  | "media_unavailable"
  // use
  | "invalid_configuration"
  | "mapping_failed"
  | "internal";

/** What is to be done about an error, and what it is about. */
export interface SyncErrorOptions {
  retry: Retry;
  /** With `retry: 'after'`: milliseconds to wait. */
  retryAfterMs?: number;
  /** HTTP status of the answer that caused it, where there was one. */
  status?: number;
  /** Id of the foreign object at fault, where the answer names it. */
  subject?: string;
  cause?: unknown;
}

/**
 * The one error of this SDK: a `code` to branch on, a message that says what to do, and whether a repeat can
 * help. Messages carry no secrets and no personal data.
 */
export class SyncError extends Error {
  override readonly name = "SyncError";
  readonly code: SyncErrorCode;
  readonly retry: Retry;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly subject: string | undefined;

  constructor(code: SyncErrorCode, message: string, options: SyncErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
    this.subject = options.subject;
  }
}

/** Any thrown value as a `SyncError`; what is not one already is `internal`. */
export function toSyncError(error: unknown): SyncError {
  if (error instanceof SyncError) return error;
  // The message of a foreign error may quote what it choked on, so only its name is kept.
  const name = error instanceof Error ? error.name : typeof error;
  return new SyncError("internal", `Unexpected ${name}; see the cause.`, { retry: "now", cause: error });
}
