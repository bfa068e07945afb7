import { SyncError } from "../sync-error.js";
import { type ErrorAnswer, errorAnswer } from "./answer.js";
import { redactMessage } from "./redact.js";
import { neverSent } from "./transport.js";

/**
 * What repeating a request does: `read` and `update` (absolute values) may be repeated freely; a `create` or
 * `append` carried out twice doubles, so an unclear end of one is an unknown outcome.
 */
export type RequestKind = "read" | "update" | "create" | "append";

/** Ids that a failed-looking answer says were saved all the same. */
export interface Committed {
  resourceId: string;
  childIds: string[];
}

/**
 * A write can be saved and still answer 503; the body then names what was saved.
 * Source: developers.notion.com, request limits, "Retry a write that returns 503".
 */
export function committedByAnswer(error: unknown, now: number): Committed | undefined {
  const answer = errorAnswer(error, now);
  const resourceId = answer?.data.committed_resource_id;
  if (typeof resourceId !== "string" || resourceId === "") return undefined;
  const childIds = answer?.data.committed_child_ids;
  return {
    resourceId,
    childIds: Array.isArray(childIds) ? childIds.filter((id): id is string => typeof id === "string") : [],
  };
}

const repeatable = (kind: RequestKind) => kind === "read" || kind === "update";

/** Any failure of a Notion request as a `SyncError` that says whether a repeat may be done. */
export function classifyNotionError(error: unknown, kind: RequestKind, now: number): SyncError {
  if (error instanceof SyncError) return error;
  const answer = errorAnswer(error, now);
  if (answer) return classifyAnswer(answer, kind, error);
  if (neverSent(error)) {
    return new SyncError("notion_unreachable", "Notion could not be reached; the request was not sent.", {
      retry: "now",
      cause: error,
    });
  }
  return repeatable(kind)
    ? new SyncError("notion_unreachable", "The connection to Notion broke or took too long.", {
        retry: "now",
        cause: error,
      })
    : new SyncError("notion_outcome_unknown", `No answer to a ${kind}; it may have been carried out.`, {
        retry: "unknown",
        cause: error,
      });
}

function classifyAnswer(answer: ErrorAnswer, kind: RequestKind, cause: unknown): SyncError {
  const { status, code, data } = answer;
  const detail = answer.message ? ` Notion says: ${redactMessage(answer.message)}` : "";
  const subject = idIn(answer.message);
  const never = { retry: "never", status, cause, ...(subject ? { subject } : {}) } as const;

  if (status === 401) {
    return new SyncError(
      "notion_unauthorized",
      `The Notion token was refused; check NOTION_API_KEY.${detail}`,
      never,
    );
  }
  if (status === 403 && data.block_limit !== undefined) {
    return new SyncError(
      "notion_block_limit",
      "The Notion workspace has used up the free plan's blocks; upgrade it, and what waits is written.",
      never,
    );
  }
  if (status === 403 && !answer.fromEdge) {
    return new SyncError("notion_restricted", `The Notion connection lacks a capability.${detail}`, never);
  }
  // A page in front of the API (HTML) says nothing about what was asked for; no work was done.
  if (answer.fromEdge && status >= 400 && status < 500 && status !== 409 && status !== 429) {
    return new SyncError("notion_unavailable", `Notion's edge answered ${status}.`, {
      retry: "now",
      status,
      cause,
    });
  }
  if (status === 404) {
    return new SyncError(
      "notion_not_found",
      `Missing, or not shared with the Notion connection: share the database, or what is named here, with it.${detail}`,
      never,
    );
  }
  if (code === "row_limit_exceeded") {
    return new SyncError("notion_row_limit", `The Notion database is full.${detail}`, never);
  }
  if (status === 409) {
    return new SyncError("notion_conflict", "Notion reports a write collision.", {
      retry: "now",
      status,
      cause,
    });
  }
  if (status === 429 || status === 529) {
    if (data.rate_limit_reason === "public_api_request_blocked") {
      return new SyncError(
        "notion_restricted",
        "Notion has blocked this connection; ask Notion support.",
        never,
      );
    }
    return new SyncError("notion_rate_limited", "Notion asks to slow down.", {
      retry: "after",
      retryAfterMs: answer.retryAfterMs ?? 30_000,
      status,
      cause,
    });
  }
  if (status >= 400 && status < 500) {
    // "Can't edit block that is archived" / "page that is in trash": told apart by text only.
    if (/archived|in (the )?trash/i.test(answer.message.replace(/instead was[\s\S]*$/, ""))) {
      return new SyncError("notion_page_trashed", "The page is in Notion's trash.", never);
    }
    return new SyncError(
      "notion_invalid_request",
      `Notion refused the request (${code || status}).${detail}`,
      never,
    );
  }
  return repeatable(kind)
    ? new SyncError("notion_unavailable", `Notion answered ${status}.`, { retry: "now", status, cause })
    : new SyncError("notion_outcome_unknown", `Notion answered ${status} to a ${kind}; it may be saved.`, {
        retry: "unknown",
        status,
        cause,
      });
}

/** The id of the object that a message speaks of ("Could not find page with ID: …"). */
const idIn = (message: string): string | undefined =>
  /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i.exec(message)?.[0].toLowerCase();
